/*
 * driver: plays one test of route_lookup.
 *
 * An input is a list of operations, one a line:
 *
 *	create          makes the next table (the first one is number 1) and works on it from here
 *	add A/L H       remove A/L       lookup A
 *	use I           works on table I from here
 *	free            frees the table that is worked on; `create` or `use` comes next
 *
 * A is four numbers with dots between them, L any int, H a number of 32 bits. Each operation of the second line writes
 * what it returned on a line. Tables that are left at the end are freed in the order of their creation.
 */
#include "driver.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#define TABLES_MAX 1000
#define UNTOUCHED  UINT32_C(0xdeadbeef)

static void *(*create)(void);
static int (*add)(void *table, uint32_t prefix, int length, uint32_t next_hop);
static bool (*take_out)(void *table, uint32_t prefix, int length);
static bool (*lookup)(const void *table, uint32_t address, uint32_t *next_hop);
static void (*release)(void *table);

const struct driver_function driver_functions[] = {
	{ "routes_create", (void **)&create },   { "routes_add", (void **)&add },
	{ "routes_remove", (void **)&take_out }, { "routes_lookup", (void **)&lookup },
	{ "routes_free", (void **)&release },    { NULL, NULL },
};

struct player {
	void **tables; /* TABLES_MAX; NULL once freed */
	size_t n;
	size_t current; /* index */
};

static void *current_table(struct player *p)
{
	if (p->current >= p->n || !p->tables[p->current])
		driver_bad_input("there is no table to work on");
	return p->tables[p->current];
}

/* The digits from *at on, which are moved over. */
static int64_t parse_digits(const char **at, const char *end, int64_t max)
{
	const char *start = *at;
	int64_t v = 0;

	while (*at < end && **at >= '0' && **at <= '9' && v <= max)
		v = v * 10 + *(*at)++ - '0';
	if (*at == start || v > max)
		driver_bad_input("an address such as 10.0.0.1, or a prefix such as 10.0.0.0/8");
	return v;
}

static void parse_char(const char **at, const char *end, char c)
{
	if (*at == end || *(*at)++ != c)
		driver_bad_input("an address such as 10.0.0.1, or a prefix such as 10.0.0.0/8");
}

/* Without `length` an address, with it a prefix. */
static uint32_t read_address(int *length)
{
	size_t len;
	const char *at = driver_read_token(&len), *end = at + len;
	uint32_t address = 0;

	for (int part = 0; part < 4; part++) {
		if (part)
			parse_char(&at, end, '.');
		address = address << 8 | (uint32_t)parse_digits(&at, end, 255);
	}
	if (length) {
		bool negative;

		parse_char(&at, end, '/');
		negative = at < end && *at == '-';
		at += negative;
		*length = (int)parse_digits(&at, end, INT_MAX);
		if (negative)
			*length = -*length;
	}
	if (at != end)
		driver_bad_input("nothing behind an address or a prefix");
	return address;
}

static void write_line(const char *s)
{
	driver_write_str(s);
	driver_write_char('\n');
}

static void write_number(int64_t v)
{
	driver_write_i64(v);
	driver_write_char('\n');
}

static void play_create(struct player *p)
{
	if (p->n == TABLES_MAX)
		driver_bad_input("too many tables");
	p->tables[p->n] = create();
	if (!p->tables[p->n])
		driver_complain("routes_create returned NULL");
	p->current = p->n++;
}

static void play_add(struct player *p)
{
	void *table = current_table(p);
	int length, r;
	uint32_t prefix = read_address(&length);
	int64_t next_hop = driver_read_i64();

	if (next_hop < 0 || next_hop > UINT32_MAX)
		driver_bad_input("a next hop of 32 bits");
	r = add(table, prefix, length, (uint32_t)next_hop);
	if (r == -ENOMEM)
		driver_complain("routes_add returned -ENOMEM");
	if (r == 0 || r == 1) {
		write_line(r ? "new" : "replaced");
	} else if (r == -EINVAL) {
		write_line("invalid");
	} else {
		driver_write_str("returned ");
		write_number(r);
	}
}

static void play_remove(struct player *p)
{
	void *table = current_table(p);
	int length;
	uint32_t prefix = read_address(&length);

	write_line(take_out(table, prefix, length) ? "removed" : "absent");
}

static void play_lookup(struct player *p)
{
	void *table = current_table(p);
	uint32_t next_hop = UNTOUCHED;
	bool found = lookup(table, read_address(NULL), &next_hop);

	if (!found && next_hop != UNTOUCHED)
		driver_complain("routes_lookup: *next_hop was changed although it returned false");
	if (found)
		write_number(next_hop);
	else
		write_line("none");
}

static void play_use(struct player *p)
{
	p->current = (size_t)driver_read_i64() - 1;
	current_table(p);
}

static void play_free(struct player *p)
{
	release(current_table(p));
	p->tables[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "lookup", play_lookup }, { "add", play_add },       { "remove", play_remove },
	{ "use", play_use },       { "create", play_create }, { "free", play_free },
};

#define N_OPERATIONS (sizeof OPERATIONS / sizeof OPERATIONS[0])

static void play(struct player *p)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < N_OPERATIONS; i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play(p);
			return;
		}
	driver_bad_input("an operation that is not one of create, add, remove, lookup, use, free");
}

void driver_run(void)
{
	struct player p = { .tables = driver_alloc(TABLES_MAX, sizeof *p.tables) };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.tables[i])
			release(p.tables[i]);
}
