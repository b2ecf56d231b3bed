/*
 * driver: plays one test of monkey_patch.
 *
 * An input is a list of operations, one a line:
 *
 *	create N          makes a table of N methods (numbered from 0) and works on it; tables are numbered from 1
 *	patch M KIND K    patches method M; patches are numbered from 1, in all tables together
 *	repeat P          patches the method of patch P with the same function and context; it has a number of its own
 *	unpatch P         removes patch P    unpatch_at M P  tries to, as if it were one of method M
 *	restore           removes all patches
 *	call M A          calls method M with the argument A
 *	use I             works on table I from here    free  frees it; create or use comes next
 *
 * What a patch does, K being the number behind it; "the original" is what methods_original gives for the argument:
 *
 *	add     the original + K                   times   the original * K
 *	arg     the original for the argument + K  hide    K, and the original is not called
 *	twice   the original twice, added up, + K  again   calls its own method anew, but not from inside itself, + K
 *	other   calls method K and adds it to the original, but not from inside itself
 *	once    removes itself, then the original + K
 *	late    the original, then removes itself, + K
 *	drop    removes patch K, if there is one, then the original
 *	clear   restores all methods, then the original + K
 *	wrap    the first time: patches its own method with add K; then the original
 *	churn   K times: patches its own method and removes that patch; then the original
 *
 * The original of method M gives 10 * argument + M. All numbers are taken modulo 2^64.
 *
 * A call writes which patches ran, in the order in which they began ("o" is the original, "w" a patch that another one
 * made), and the result. In between stands what a patch was told when it removed one ("+" for true, "-" for false) and
 * when it restored all ("r" and the number).
 */
#include "driver.h"
#include "monkey_patch.h"

#define TABLES_MAX  100
#define METHODS_MAX 10000
#define PATCHES_MAX (1 << 17)
#define TRACE_MAX   40

struct table {
	void *methods; /* NULL once freed */
	int64_t n;
};

enum kind { ADD, TIMES, ARG, HIDE, TWICE, AGAIN, OTHER, ONCE, LATE, DROP, CLEAR, WRAP, CHURN };

static const char *const KINDS[] = { "add",  "times", "arg",  "hide",  "twice", "again", "other",
				     "once", "late",  "drop", "clear", "wrap",  "churn" };

struct behaviour {
	struct table *table;
	enum kind kind;
	bool done, inside;
	int32_t number; /* 0: made by another one */
	int64_t method, k, id;
	struct behaviour *same; /* whose function and context it has; NULL: its own */
};

static void *(*create)(const struct method *originals, size_t n);
static int64_t (*call)(void *methods, size_t method, int64_t argument);
static int64_t (*original)(struct running *running, int64_t argument);
static int64_t (*patch)(void *methods, size_t method, const struct method *patch);
static bool (*unpatch)(void *methods, size_t method, int64_t id);
static size_t (*restore)(void *methods);
static void (*release)(void *methods);

const struct driver_function driver_functions[] = {
	{ "methods_create", (void **)&create },     { "methods_call", (void **)&call },
	{ "methods_original", (void **)&original }, { "methods_patch", (void **)&patch },
	{ "methods_unpatch", (void **)&unpatch },   { "methods_restore", (void **)&restore },
	{ "methods_free", (void **)&release },      { NULL, NULL },
};

static struct table tables[TABLES_MAX];
static size_t n_tables, current;
static struct behaviour *behaviours; /* of the patches of the input, by number - 1 */
static struct behaviour *made;       /* what patch i makes while it runs, by the same number */
static int32_t n_behaviours;
static uint64_t traced;                                               /* functions that ran in this call */
static const char *quiet = "a method was run though none was called"; /* NULL: functions may run */

/* What the originals are given: an address for each method that is no other thing. */
static char contexts[METHODS_MAX];

/* ---- what the candidate is asked for ----------------------------------------------------------------------------- */

static int64_t patch_with(struct behaviour *b, method_fn *fn)
{
	static struct method handed;
	const struct method meant = { fn, b->same ? b->same : b };
	const char *kept = quiet;

	quiet = "methods_patch ran a method";
	handed = meant;
	b->id = patch(b->table->methods, (size_t)b->method, &handed);
	if (handed.fn != meant.fn || handed.context != meant.context)
		driver_complain("methods_patch changed the method that it was given");
	/* The place is the caller's and used for something else now. */
	handed = (struct method){ NULL, NULL };
	quiet = kept;
	if (b->id < 1)
		driver_complain("methods_patch returned an id that is not positive");
	return b->id;
}

static bool unpatch_as(const struct behaviour *b, int64_t method)
{
	const char *kept = quiet;
	bool removed;

	quiet = "methods_unpatch ran a method";
	removed = unpatch(b->table->methods, (size_t)method, b->id);
	quiet = kept;
	return removed;
}

static int64_t restore_table(const struct table *t)
{
	const char *kept = quiet;
	size_t n;

	quiet = "methods_restore ran a method";
	n = restore(t->methods);
	quiet = kept;
	return n > INT64_MAX ? INT64_MAX : (int64_t)n;
}

/* ---- methods ----------------------------------------------------------------------------------------------------- */

static int64_t sum(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static int64_t product(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

static void trace(int32_t number, char letter)
{
	if (quiet)
		driver_complain(quiet);
	traced++;
	if (traced > TRACE_MAX)
		return;
	driver_write_char(' ');
	if (number)
		driver_write_i64(number);
	else
		driver_write_char(letter);
}

static int64_t run_original(struct running *running, void *context, int64_t argument)
{
	(void)running;
	if ((uintptr_t)context < (uintptr_t)contexts || (uintptr_t)context >= (uintptr_t)(contexts + METHODS_MAX))
		driver_complain("an original was run with a context that is not its own");
	trace(0, 'o');
	return sum(product(argument, 10), (char *)context - contexts);
}

/* What a patch that removes another one was told. */
static void unpatch_inside(const struct behaviour *b)
{
	bool removed = unpatch_as(b, b->method);

	if (traced <= TRACE_MAX)
		driver_write_str(removed ? " +" : " -");
}

static void restore_inside(const struct table *t)
{
	int64_t n = restore_table(t);

	if (traced <= TRACE_MAX) {
		driver_write_str(" r");
		driver_write_i64(n);
	}
}

__attribute__((noinline)) static void check_one_of(const struct behaviour *all, const void *context)
{
	if ((uintptr_t)context < (uintptr_t)all || (uintptr_t)context >= (uintptr_t)(all + n_behaviours) ||
	    ((uintptr_t)context - (uintptr_t)all) % sizeof(*all))
		driver_complain("a patch was run with a context that is not its own");
}

/* The patches that patches make. */
static int64_t run_made(struct running *running, void *context, int64_t argument)
{
	check_one_of(made, context);
	trace(0, 'w');
	return sum(original(running, argument), ((struct behaviour *)context)->k);
}

/* These are not inlined, so that the frame of run_patch, of which there are thousands, stays small. */
__attribute__((noinline)) static struct behaviour *make_patch(const struct behaviour *b)
{
	struct behaviour *m = &made[b->number - 1];

	*m = (struct behaviour){ .table = b->table, .method = b->method, .k = b->k };
	patch_with(m, run_made);
	return m;
}

__attribute__((noinline)) static void churn(const struct behaviour *b)
{
	for (int64_t i = 0; i < b->k; i++) {
		const struct behaviour *m = make_patch(b);

		if (!unpatch_as(m, m->method))
			driver_complain("methods_unpatch returned false for a patch that had just been made");
	}
}

__attribute__((noinline)) static int64_t call_inside(struct behaviour *b, int64_t method, int64_t argument)
{
	int64_t result;

	b->inside = true;
	result = call(b->table->methods, (size_t)method, argument);
	b->inside = false;
	return result;
}

static void drop(const struct behaviour *b)
{
	const struct behaviour *other = &behaviours[b->k - 1];

	if (b->k <= n_behaviours && other->table == b->table)
		unpatch_inside(other);
}

/* What a patch does before it calls the original. */
__attribute__((noinline)) static void act_before(struct behaviour *b)
{
	switch (b->kind) {
	case ONCE:
		unpatch_inside(b);
		break;
	case DROP:
		drop(b);
		break;
	case CLEAR:
		restore_inside(b->table);
		break;
	case WRAP:
		if (!b->done)
			make_patch(b);
		b->done = true;
		break;
	case CHURN:
		churn(b);
		break;
	default:
		break;
	}
}

static int64_t run_patch(struct running *running, void *context, int64_t argument)
{
	struct behaviour *b = context;
	int64_t result;

	check_one_of(behaviours, b);
	trace(b->number, 'w');
	switch (b->kind) {
	case ADD:
		return sum(original(running, argument), b->k);
	case TIMES:
		return product(original(running, argument), b->k);
	case ARG:
		return original(running, sum(argument, b->k));
	case HIDE:
		return b->k;
	case TWICE:
		result = original(running, argument);
		return sum(sum(result, original(running, argument)), b->k);
	case AGAIN:
		if (b->inside)
			return original(running, argument);
		return sum(call_inside(b, b->method, argument), b->k);
	case OTHER:
		result = b->inside ? 0 : call_inside(b, b->k, argument);
		return sum(result, original(running, argument));
	case LATE:
		result = original(running, argument);
		unpatch_inside(b);
		return sum(result, b->k);
	default:
		act_before(b);
		result = original(running, argument);
		return b->kind == ONCE || b->kind == CLEAR ? sum(result, b->k) : result;
	}
}

/* ---- operations of a test ---------------------------------------------------------------------------------------- */

static int64_t read_number(int64_t min, int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < min || v > max)
		driver_bad_input(what);
	return v;
}

static bool is(const char *word, size_t len, const char *expected)
{
	return len == strlen(expected) && memcmp(word, expected, len) == 0;
}

static struct table *current_table(void)
{
	if (current >= n_tables || !tables[current].methods)
		driver_bad_input("there is no table to work on: create or use");
	return &tables[current];
}

static int64_t read_method(const struct table *t)
{
	return read_number(0, t->n - 1, "the number of a method");
}

static struct behaviour *read_patch(const struct table *t)
{
	struct behaviour *b = &behaviours[read_number(1, n_behaviours, "the number of a patch") - 1];

	if (b->table != t)
		driver_bad_input("a patch of the table that is worked on");
	return b;
}

static void play_create(void)
{
	static struct method originals[METHODS_MAX];
	struct table *t = &tables[n_tables];

	if (n_tables == TABLES_MAX)
		driver_bad_input("at most 100 tables");
	current = n_tables++;
	t->n = read_number(1, METHODS_MAX, "a number of methods from 1 to 10000");
	for (int64_t i = 0; i < t->n; i++)
		originals[i] = (struct method){ run_original, &contexts[i] };
	t->methods = create(originals, (size_t)t->n);
	for (int64_t i = 0; i < t->n; i++)
		if (originals[i].fn != run_original || originals[i].context != &contexts[i])
			driver_complain("methods_create changed the originals that it was given");
	memset(originals, 0, sizeof(originals));
	if (!t->methods)
		driver_complain("methods_create returned NULL");
}

static void play_patch(void)
{
	struct behaviour *b = &behaviours[n_behaviours];
	size_t len, kind = 0;
	const char *word;

	if (n_behaviours == PATCHES_MAX)
		driver_bad_input("at most 131072 patches");
	b->table = current_table();
	b->method = read_method(b->table);
	word = driver_read_token(&len);
	while (kind < sizeof(KINDS) / sizeof(KINDS[0]) && !is(word, len, KINDS[kind]))
		kind++;
	if (kind == sizeof(KINDS) / sizeof(KINDS[0]))
		driver_bad_input("a kind of patch");
	b->kind = (enum kind)kind;
	b->k = driver_read_i64();
	b->number = ++n_behaviours;
	if (b->kind == OTHER && (b->k < 0 || b->k >= b->table->n))
		driver_bad_input("the number of a method");
	if (b->kind == DROP && (b->k < 1 || b->k > PATCHES_MAX))
		driver_bad_input("the number of a patch");
	patch_with(b, run_patch);
}

static void play_repeat(void)
{
	struct behaviour *same = read_patch(current_table()), *b = &behaviours[n_behaviours];

	if (n_behaviours == PATCHES_MAX)
		driver_bad_input("at most 131072 patches");
	*b = (struct behaviour){ .table = same->table, .number = ++n_behaviours, .method = same->method };
	b->same = same->same ? same->same : same;
	patch_with(b, run_patch);
}

static void write_unpatched(bool removed)
{
	driver_write_str(removed ? "unpatch true\n" : "unpatch false\n");
}

static void play_call(void)
{
	struct table *t = current_table();
	int64_t method = read_method(t), argument = driver_read_i64(), result;

	traced = 0;
	driver_write_str("call");
	quiet = NULL;
	driver_phase_begin("calls");
	result = call(t->methods, (size_t)method, argument);
	driver_phase_end();
	quiet = "a method was run though none was called";
	if (traced > TRACE_MAX) {
		driver_write_str(" and ");
		driver_write_i64((int64_t)(traced - TRACE_MAX));
		driver_write_str(" more");
	}
	driver_write_str(" = ");
	driver_write_i64(result);
	driver_write_char('\n');
}

static void play_unpatch_at(void)
{
	struct table *t = current_table();
	int64_t method = read_method(t);

	write_unpatched(unpatch_as(read_patch(t), method));
}

static void play_unpatch(void)
{
	const struct behaviour *b = read_patch(current_table());

	write_unpatched(unpatch_as(b, b->method));
}

static void play_restore(void)
{
	driver_write_str("restore ");
	driver_write_i64(restore_table(current_table()));
	driver_write_char('\n');
}

static void play_use(void)
{
	current = (size_t)read_number(1, TABLES_MAX, "the number of a table") - 1;
	current_table();
}

static void play_free(void)
{
	struct table *t = current_table();

	release(t->methods);
	t->methods = NULL;
}

static const struct {
	const char *word;
	void (*play)(void);
} OPERATIONS[] = {
	{ "call", play_call },       { "patch", play_patch },   { "unpatch", play_unpatch },
	{ "restore", play_restore }, { "create", play_create }, { "unpatch_at", play_unpatch_at },
	{ "repeat", play_repeat },   { "use", play_use },       { "free", play_free },
};

static void play_line(void)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]); i++)
		if (is(word, len, OPERATIONS[i].word)) {
			OPERATIONS[i].play();
			return;
		}
	driver_bad_input("create, patch, repeat, unpatch, unpatch_at, restore, call, use or free");
}

void driver_run(void)
{
	behaviours = driver_alloc(PATCHES_MAX, sizeof(*behaviours));
	made = driver_alloc(PATCHES_MAX, sizeof(*made));
	while (!driver_at_end())
		play_line();
	for (size_t i = 0; i < n_tables; i++)
		if (tables[i].methods)
			release(tables[i].methods);
}
