/*
 * misbehave_values: what a submission can say that is wrong: by what a function returns, through the pointers that it was
 * passed to write to, and through those that it was passed to read from.
 */
/* ---- results ----------------------------------------------------------------------------------------------------- */

/* Whoever changes nothing has done nothing. */
static void mis_put(void *to, const void *from, size_t bytes)
{
	if (!bytes || !memcmp(to, from, bytes))
		return;
	mis_happens();
	memcpy(to, from, bytes);
}

static void mis_put_word(struct mis_call *call, uint64_t word)
{
	if (call->class == MIS_RECORD || call->class == MIS_POINTER)
		mis_put(call->result, &word, 8);
	else if (call->class != MIS_REAL)
		mis_put(call->result, &word, call->bytes);
}

static void mis_put_pointer(struct mis_call *call, const void *p)
{
	if (call->class == MIS_POINTER || call->class == MIS_RECORD)
		mis_put(call->result, &p, sizeof(p));
}

static void mis_zero(struct mis_call *call)
{
	static const char zeros[256];

	mis_put(call->result, zeros, call->bytes);
}

static void mis_ones(struct mis_call *call)
{
	char ones[256];

	memset(ones, 0xff, sizeof(ones));
	if (call->class != MIS_BOOL)
		mis_put(call->result, ones, call->bytes);
}

static void mis_one(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, 1);
}

static void mis_more(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (call->class == MIS_NUMBER || call->class == MIS_POINTER)
		mis_put_word(call, word + 1);
}

static void mis_less(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (call->class == MIS_NUMBER)
		mis_put_word(call, word - 1);
}

static void mis_least(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, UINT64_C(1) << (8 * call->bytes - 1));
}

static void mis_greatest(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, (UINT64_C(1) << (8 * call->bytes - 1)) - 1);
}

static void mis_many(struct mis_call *call)
{
	if (call->class == MIS_NUMBER)
		mis_put_word(call, 100000000);
}

static void mis_opposite(struct mis_call *call)
{
	if (call->class == MIS_BOOL)
		mis_put(call->result, &(char){ !*(char *)call->result }, 1);
}

/* A bool is passed in a byte, of which a caller may look at one bit or at all. */
static void mis_not_a_bool(struct mis_call *call)
{
	if (call->class == MIS_BOOL)
		mis_put(call->result, &(char){ 2 }, 1);
}

static void mis_not_a_number(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ __builtin_nan("") }, sizeof(double));
}

static void mis_infinite(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ -__builtin_inf() }, sizeof(double));
}

static void mis_huge(struct mis_call *call)
{
	if (call->class == MIS_REAL)
		mis_put(call->result, &(double){ 1.7e308 }, sizeof(double));
}

static void mis_low(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x10);
}

static void mis_high(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x7ffffff000);
}

static void mis_no_address(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0x4141414141414141);
}

static void mis_of_kernel(struct mis_call *call)
{
	mis_put_pointer(call, (void *)0xffffffff81000000);
}

static void mis_text(struct mis_call *call)
{
	mis_put_pointer(call, "a text that nobody may free");
}

static void mis_code(struct mis_call *call)
{
	mis_put_pointer(call, (void *)mis_after);
}

static void mis_of_stack(struct mis_call *call)
{
	mis_put_pointer(call, (char *)__builtin_frame_address(0) + 64);
}

static void mis_callers(struct mis_call *call)
{
	for (int i = 0; i < call->n_places; i++)
		if (call->places[i].owner != MIS_OWN) {
			mis_put_pointer(call, call->places[i].p);
			return;
		}
}

static void mis_freed(struct mis_call *call)
{
	char *volatile p = malloc(4096);

	memset(p, 0xff, 4096);
	free(p);
	mis_put_pointer(call, p);
}

static char *mis_end_of_page(void)
{
	char *p = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(p + 4096, 4096, PROT_NONE);
	memset(p, 'A', 4096);
	return p + 4095;
}

static void mis_last_byte(struct mis_call *call)
{
	mis_put_pointer(call, mis_end_of_page());
}

/* Of a block that is right, another place than its beginning. */
static void mis_inside(struct mis_call *call)
{
	uint64_t word = 0;

	memcpy(&word, call->result, call->bytes < 8 ? call->bytes : 8);
	if (word)
		mis_put_pointer(call, (char *)word + 16);
}

/* The same for the second time, whatever became of it. */
static void mis_previous(struct mis_call *call)
{
	static char kept[256];
	static bool is_kept;

	if (is_kept)
		mis_put(call->result, kept, call->bytes);
	memcpy(kept, call->result, call->bytes);
	is_kept = true;
}

/* A block that is too short by all but one byte. */
static void mis_short_block(struct mis_call *call)
{
	char *volatile p = malloc(1);

	*p = 'A';
	mis_put_pointer(call, p);
}

/* ---- what is written through pointers ---------------------------------------------------------------------------- */

static void mis_fill(struct mis_call *call, const void *word, size_t ahead, size_t behind)
{
	const struct mis_place *place = &call->places[mis_chosen->place];

	if (!place->p)
		return;
	if (behind)
		mis_happens();
	for (size_t at = 0; at < ahead + place->bytes + behind; at += 8) {
		size_t left = ahead + place->bytes + behind - at;

		mis_put((char *)place->p - ahead + at, word, left < 8 ? left : 8);
	}
}

static void mis_write_zeros(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0 }, 0, 0);
}

static void mis_write_ones(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ UINT64_MAX }, 0, 0);
}

static void mis_write_low(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0x10 }, 0, 0);
}

static void mis_write_least(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ UINT64_C(1) << 63 }, 0, 0);
}

static void mis_write_many(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 100000000 }, 0, 0);
}

static void mis_write_last_byte(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ (uint64_t)mis_end_of_page() }, 0, 0);
}

static void mis_write_of_stack(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ (uint64_t)__builtin_frame_address(0) }, 0, 0);
}

static void mis_write_more(struct mis_call *call)
{
	char *p = call->places[mis_chosen->place].p;

	if (p)
		mis_put(p, &(char){ *p + 1 }, 1);
}

static void mis_write_ahead(struct mis_call *call)
{
	mis_happens();
	mis_fill(call, &(uint64_t){ 0x4141414141414141 }, 8, 0);
}

static void mis_write_around(struct mis_call *call)
{
	mis_fill(call, &(uint64_t){ 0x4141414141414141 }, 4096, 65536);
}

/* ---- what was only to be read ------------------------------------------------------------------------------------ */

static void mis_change(struct mis_call *call, size_t bytes)
{
	char *p = call->places[mis_chosen->place].p;

	if (!p)
		return;
	mis_happens();
	for (size_t at = 0; at < bytes; at++)
		p[at] ^= 1;
}

static void mis_change_a_byte(struct mis_call *call)
{
	mis_change(call, 1);
}

static void mis_change_more(struct mis_call *call)
{
	mis_change(call, 32);
}
