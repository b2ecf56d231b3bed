/*
 * generate: prints one test of route_lookup.
 *
 *	mixed N POOL SHAPE SEED     all operations in any order, over POOL prefixes
 *	drain POOL SHAPE SEED       POOL adds, then all are removed in random order, with lookups in between
 *	lengths COUNT SEED          COUNT tables: the prefixes of all 33 lengths of an address are added in random order
 *	                            and removed in random order; after each step the addresses that differ in one bit
 *	                            are looked up
 *	fill POOL LOOKUPS SHAPE SEED   POOL adds, then lookups
 *	tables COUNT N SEED         COUNT tables in turns with the same prefixes; one is freed half-way
 *
 * and the size families, all of prefixes of 32 bits, so that every search goes down to the last bit; they come in
 * groups of an address and those that differ from it in one bit:
 *
 *	hosts N SEED                N / 4 adds, then lookups of addresses that were added
 *	churn N SEED                N / 8 routes at any time: new ones come, the oldest go; ten lookups each
 *	steady N LIVE SEED          the same with LIVE routes
 *
 * SHAPE says what prefixes look like: any (of any length), nested (beginnings of four addresses, with a bit changed at
 * times), dense (of 24 to 32 bits in one network of 256 addresses), ends (close to 0.0.0.0, 127.255.255.255, 128.0.0.0
 * and 255.255.255.255), internet (of 8 to 24 bits, most of them 24, and a default route).
 */
#include "generate.h"

struct route {
	uint32_t prefix;
	int length;
};

struct pool {
	struct route *routes;
	int64_t n;
};

/* ---- operations -------------------------------------------------------------------------------------------------- */

static uint32_t mask(int length)
{
	return length ? ~UINT32_C(0) << (32 - length) : 0;
}

static void print_address(const char *operation, uint32_t address)
{
	fputs(operation, stdout);
	for (int shift = 24; shift >= 0; shift -= 8) {
		print_number(address >> shift & 255);
		if (shift)
			putchar_unlocked('.');
	}
}

static void print_route(const char *operation, struct route route)
{
	print_address(operation, route.prefix);
	putchar_unlocked('/');
	print_number(route.length);
}

static void add(struct random *r, struct route route)
{
	print_route("add ", route);
	putchar_unlocked(' ');
	print_number(random_below(r, 4) ? random_between(r, 0, 9) : random_between(r, 0, UINT32_MAX));
	putchar_unlocked('\n');
}

static void take_out(struct route route)
{
	print_route("remove ", route);
	putchar_unlocked('\n');
}

static void lookup(uint32_t address)
{
	print_address("lookup ", address);
	putchar_unlocked('\n');
}

/* ---- prefixes ---------------------------------------------------------------------------------------------------- */

static struct route cut(uint32_t address, int length)
{
	return (struct route){ address & mask(length), length };
}

static uint32_t any_address(struct random *r)
{
	return (uint32_t)random_next(r);
}

static struct pool argument_pool(struct arguments *a)
{
	struct pool pool = { .n = argument_number(a, "POOL", 1, 60000) };

	pool.routes = generate_alloc((size_t)pool.n, sizeof(*pool.routes));
	return pool;
}

static void spell_pool(struct pool *pool, const char *shape, struct random *r)
{
	static const uint32_t ENDS[] = { 0, 0x7fffffff, 0x80000000, 0xffffffff };
	uint32_t trunks[4];

	for (int i = 0; i < 4; i++)
		trunks[i] = any_address(r);
	for (int64_t i = 0; i < pool->n; i++) {
		uint32_t address = any_address(r);
		int length = (int)random_below(r, 33);

		if (!strcmp(shape, "nested")) {
			address = trunks[random_below(r, 4)];
			if (random_below(r, 2))
				address ^= UINT32_C(1) << random_below(r, 32);
		} else if (!strcmp(shape, "dense")) {
			address = UINT32_C(0x0a000000) | (address & 255);
			length = 24 + (int)random_below(r, 9);
		} else if (!strcmp(shape, "ends")) {
			address = ENDS[random_below(r, 4)] ^ (address & 3);
			length = random_below(r, 2) ? (int)random_below(r, 4) : 29 + (int)random_below(r, 4);
		} else if (!strcmp(shape, "internet")) {
			length = random_below(r, 2) ? 24 : 8 + (int)random_below(r, 17);
			if (i == 0)
				length = 0;
		} else if (strcmp(shape, "any")) {
			bad_argument("a shape", shape);
		}
		pool->routes[i] = cut(address, length);
	}
}

static struct random argument_seed(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static struct route any_route(const struct pool *pool, struct random *r)
{
	return pool->routes[random_below(r, (uint64_t)pool->n)];
}

/* In a prefix of the pool, its first or last address, or beside it. */
static void lookup_near(const struct pool *pool, struct random *r)
{
	struct route route = any_route(pool, r);
	uint32_t host = any_address(r) & ~mask(route.length);

	switch (random_below(r, 8)) {
	case 0:
		lookup(route.prefix);
		break;
	case 1:
		lookup(route.prefix | ~mask(route.length));
		break;
	case 2:
		lookup(route.prefix - 1);
		break;
	case 3:
		lookup((route.prefix | ~mask(route.length)) + 1);
		break;
	case 4:
		lookup(route.prefix ^ UINT32_C(1) << random_below(r, 32));
		break;
	default:
		lookup(route.prefix | host);
	}
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void any_operation(const struct pool *pool, struct random *r)
{
	struct route route = any_route(pool, r);

	switch (random_below(r, 16)) {
	case 0: /* with bits behind the prefix, unless there is no room for them */
		if (route.length < 32)
			route.prefix |= UINT32_C(1) << random_below(r, 32 - (uint64_t)route.length);
		if (random_below(r, 2))
			add(r, route);
		else
			take_out(route);
		break;
	case 1:
	case 2:
	case 3:
		take_out(route);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
		add(r, route);
		break;
	default:
		lookup_near(pool, r);
	}
}

static void mixed(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 100000);
	struct pool pool = argument_pool(a);
	const char *shape = argument_word(a, "SHAPE");
	struct random r = argument_seed(a);

	spell_pool(&pool, shape, &r);
	puts("create");
	for (int64_t i = 0; i < n; i++)
		any_operation(&pool, &r);
}

static void shuffle_routes(struct pool *pool, struct random *r)
{
	struct route *old = generate_alloc((size_t)pool->n, sizeof(*old));
	int64_t *order = generate_alloc((size_t)pool->n, sizeof(*order));

	memcpy(old, pool->routes, (size_t)pool->n * sizeof(*old));
	for (int64_t i = 0; i < pool->n; i++)
		order[i] = i;
	random_shuffle(r, order, (size_t)pool->n);
	for (int64_t i = 0; i < pool->n; i++)
		pool->routes[i] = old[order[i]];
}

static void drain(struct arguments *a)
{
	struct pool pool = argument_pool(a);
	const char *shape = argument_word(a, "SHAPE");
	struct random r = argument_seed(a);

	spell_pool(&pool, shape, &r);
	puts("create");
	for (int64_t i = 0; i < pool.n; i++)
		add(&r, pool.routes[i]);
	shuffle_routes(&pool, &r);
	for (int64_t i = 0; i < pool.n; i++) {
		take_out(pool.routes[i]);
		lookup_near(&pool, &r);
		lookup_near(&pool, &r);
	}
}

static void lengths(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 1, 15);
	struct random r = argument_seed(a);
	struct pool pool = { .n = 33 };

	pool.routes = generate_alloc(33, sizeof(*pool.routes));
	for (int64_t t = 0; t < count; t++) {
		uint32_t address = any_address(&r);

		puts("create");
		for (int i = 0; i < 33; i++)
			pool.routes[i] = cut(address, i);
		for (int step = 0; step < 66; step++) {
			if (step % 33 == 0)
				shuffle_routes(&pool, &r);
			if (step < 33)
				add(&r, pool.routes[step]);
			else
				take_out(pool.routes[step - 33]);
			lookup(address);
			for (int bit = 0; bit < 32; bit++)
				lookup(address ^ UINT32_C(1) << bit);
		}
	}
}

static void fill(struct arguments *a)
{
	struct pool pool = argument_pool(a);
	int64_t lookups = argument_number(a, "LOOKUPS", 1, 400000);
	const char *shape = argument_word(a, "SHAPE");
	struct random r = argument_seed(a);

	spell_pool(&pool, shape, &r);
	puts("create");
	for (int64_t i = 0; i < pool.n; i++)
		add(&r, pool.routes[i]);
	for (int64_t i = 0; i < lookups; i++)
		lookup_near(&pool, &r);
}

static void tables(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 999);
	int64_t n = argument_number(a, "N", 1, 100000);
	struct random r = argument_seed(a);
	struct pool pool = { .n = 40 };
	int64_t first = 1; /* number of the first table that is alive */

	pool.routes = generate_alloc((size_t)pool.n, sizeof(*pool.routes));
	spell_pool(&pool, "nested", &r);
	for (int64_t i = 0; i < count; i++)
		puts("create");
	for (int64_t i = 0; i < n; i++) {
		if (i == n / 2) {
			puts("use 1\nfree\ncreate");
			first++;
		}
		if (random_below(&r, 3) == 0) {
			fputs("use ", stdout);
			print_number(first + (int64_t)random_below(&r, (uint64_t)count));
			putchar('\n');
		}
		any_operation(&pool, &r);
	}
}

#define GROUP 33

/*
 * Groups of an address and the 32 that differ from it in one bit: the way to the first one forks at every bit, however
 * many groups there are. Without that it would be longer in a larger table wherever chains of nodes are joined.
 */
static struct route host(int64_t i)
{
	uint32_t x = (uint32_t)(i / GROUP) * 0x9e3779b1u;

	x = (x ^ x >> 15) * 0x85ebca77u;
	x = (x ^ x >> 13) * 0xc2b2ae3du;
	x ^= x >> 16;
	if (i % GROUP)
		x ^= UINT32_C(1) << (i % GROUP - 1);
	return (struct route){ x, 32 };
}

/* Of those from `least` to below `end`: the first one of a group that is whole, if there are enough of them. */
static void lookup_host(struct random *r, int64_t least, int64_t end)
{
	int64_t i = random_between(r, least, end - 1);

	if (end - least > 4 * GROUP) {
		i = random_between(r, least + GROUP, end - GROUP);
		i -= i % GROUP;
	}
	lookup(host(i).prefix);
}

static void hosts(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 100000);
	struct random r = argument_seed(a);

	puts("create");
	for (int64_t i = 0; i < n / 4; i++)
		add(&r, host(i));
	for (int64_t i = n / 4; i < n; i++)
		lookup_host(&r, 0, n / 4);
}

static void in_turns(int64_t n, int64_t live, struct random *r)
{
	int64_t next = live;

	puts("create");
	for (int64_t i = 0; i < live; i++)
		add(r, host(i));
	for (int64_t i = live; i + 12 <= n; i += 12, next++) {
		add(r, host(next));
		take_out(host(next - live));
		for (int ask = 0; ask < 10; ask++)
			lookup_host(r, next - live + 1, next + 1);
	}
}

static void churn(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 100000);
	struct random r = argument_seed(a);

	in_turns(n, n / 8, &r);
}

static void steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 100000);
	int64_t live = argument_number(a, "LIVE", 1, 50000);
	struct random r = argument_seed(a);

	in_turns(n, live, &r);
}

static const struct mode {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "mixed", mixed },   { "drain", drain }, { "lengths", lengths }, { "fill", fill },
	{ "tables", tables }, { "hosts", hosts }, { "churn", churn },     { "steady", steady },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *name = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(name, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", name);
}
