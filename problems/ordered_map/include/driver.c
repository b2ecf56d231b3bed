/*
 * driver: plays one test of ordered_map.
 *
 * An input is a list of operations, one a line:
 *
 *	create      makes the next map (the first one is number 1) and works on it from here
 *	insert K V  erase K  find K  floor K  kth I  rank K
 *	use I       works on map I from here
 *	            (kth -1 is kth SIZE_MAX, and so on: what a number below 0 is as size_t)
 *	free        frees the map that is worked on; `create` or `use` comes next
 *
 * Each operation of the second line writes what it returned on a line. Maps that are left at the end are freed in the
 * order of their creation.
 */
#include "driver.h"

#include <errno.h>
#include <string.h>

#define MAPS_MAX  1000
#define UNTOUCHED INT64_C(-5555555555555555)

static void *(*create)(void);
static int (*insert)(void *map, int64_t key, int64_t value);
static bool (*erase)(void *map, int64_t key);
static bool (*find)(void *map, int64_t key, int64_t *value);
static bool (*floor_of)(void *map, int64_t key, int64_t *found, int64_t *value);
static bool (*kth)(void *map, size_t k, int64_t *found, int64_t *value);
static size_t (*rank_of)(void *map, int64_t key);
static void (*release)(void *map);

const struct driver_function driver_functions[] = {
	{ "map_create", (void **)&create }, { "map_insert", (void **)&insert },  { "map_erase", (void **)&erase },
	{ "map_find", (void **)&find },     { "map_floor", (void **)&floor_of }, { "map_kth", (void **)&kth },
	{ "map_rank", (void **)&rank_of },  { "map_free", (void **)&release },   { NULL, NULL },
};

struct player {
	void **maps; /* MAPS_MAX; NULL once freed */
	size_t n;
	size_t current; /* index */
};

static void *current_map(struct player *p)
{
	if (p->current >= p->n || !p->maps[p->current])
		driver_bad_input("there is no map to work on");
	return p->maps[p->current];
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
	if (p->n == MAPS_MAX)
		driver_bad_input("too many maps");
	p->maps[p->n] = create();
	if (!p->maps[p->n])
		driver_complain("map_create returned NULL");
	p->current = p->n++;
}

static void play_insert(struct player *p)
{
	void *map = current_map(p);
	int64_t key = driver_read_i64();
	int r = insert(map, key, driver_read_i64());

	if (r == -ENOMEM)
		driver_complain("map_insert returned -ENOMEM");
	if (r == 0 || r == 1) {
		write_line(r ? "new" : "replaced");
	} else {
		driver_write_str("returned ");
		write_number(r);
	}
}

static void play_erase(struct player *p)
{
	void *map = current_map(p);

	write_line(erase(map, driver_read_i64()) ? "erased" : "absent");
}

static void play_find(struct player *p)
{
	void *map = current_map(p);
	int64_t value = UNTOUCHED;
	bool there = find(map, driver_read_i64(), &value);

	if (!there && value != UNTOUCHED)
		driver_complain("map_find: *value was changed although the key is absent");
	if (there)
		write_number(value);
	else
		write_line("absent");
}

static void write_entry(bool there, int64_t found, int64_t value, const char *complaint)
{
	if (!there && (found != UNTOUCHED || value != UNTOUCHED))
		driver_complain(complaint);
	if (!there) {
		write_line("absent");
		return;
	}
	driver_write_i64(found);
	driver_write_char(' ');
	write_number(value);
}

static void play_floor(struct player *p)
{
	void *map = current_map(p);
	int64_t found = UNTOUCHED, value = UNTOUCHED;
	bool there = floor_of(map, driver_read_i64(), &found, &value);

	write_entry(there, found, value, "map_floor: *found or *value was changed although it returned false");
}

static void play_kth(struct player *p)
{
	void *map = current_map(p);
	int64_t found = UNTOUCHED, value = UNTOUCHED;
	bool there = kth(map, (size_t)driver_read_i64(), &found, &value);

	write_entry(there, found, value, "map_kth: *found or *value was changed although it returned false");
}

static void play_rank(struct player *p)
{
	void *map = current_map(p);

	write_number((int64_t)rank_of(map, driver_read_i64()));
}

static void play_use(struct player *p)
{
	p->current = (size_t)driver_read_i64() - 1;
	current_map(p);
}

static void play_free(struct player *p)
{
	release(current_map(p));
	p->maps[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "insert", play_insert }, { "erase", play_erase },   { "find", play_find },
	{ "floor", play_floor },   { "kth", play_kth },       { "rank", play_rank },
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
	driver_bad_input("an operation that is not one of create, insert, erase, find, floor, kth, rank, use, free");
}

void driver_run(void)
{
	struct player p = { .maps = driver_alloc(MAPS_MAX, sizeof *p.maps) };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.maps[i])
			release(p.maps[i]);
}
