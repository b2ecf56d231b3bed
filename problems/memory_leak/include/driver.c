/*
 * driver: plays one test of memory_leak, with a clock of its own that begins at 0.
 *
 * An input is a list of operations, one a line:
 *
 *	create TTL         makes the next store (the first one is number 1) and works on it from here
 *	use I              works on store I from here
 *	free               frees the store that is worked on; create or use comes next
 *	put ID TEXT        TEXT is what follows one blank, up to the end of the line: any bytes, none too
 *	copy ID FROM NAME  puts ID with the string that store_get returns for the attribute NAME of FROM
 *	get ID NAME    remove ID    expire    size
 *	watch ID           the first one that finds its session is number 1
 *	unwatch K          of watch K, in whatever store it is; does nothing when it is gone
 *	sleep D            the clock goes on by D
 *
 * An ID that is written "" is empty. All but create, use, free and sleep write a line with the result; a
 * listener writes "ended", the id that it was given, why, and its number.
 *
 * The strings that a function is given lie in buffers that are overwritten when it has returned. What lies beside them
 * is out of bounds where memory is checked.
 */
#include "driver.h"
#include "memory_leak.h"

#define STORES_MAX  16
#define WATCHES_MAX (1 << 20)
#define VALUE_MAX   1024
#define BUFFER_MAX  2048
#define OVERWRITTEN '#'

struct watcher {
	void *watch; /* the candidate's; NULL: gone */
	size_t store;
	int64_t number;
};

/* A string for the candidate, and what it was. */
struct argument {
	char before[8];
	char bytes[BUFFER_MAX];
	char kept[BUFFER_MAX];
	size_t len;
};

static void *(*create)(int64_t ttl);
static int (*put)(void *store, int64_t now, const char *id, const char *text);
static const char *(*get)(void *store, int64_t now, const char *id, const char *name);
static bool (*drop)(void *store, const char *id);
static size_t (*expire)(void *store, int64_t now);
static size_t (*size)(const void *store);
static void *(*watch)(void *store, const char *id, session_fn *fn, void *context);
static void (*unwatch)(void *store, void *watch);
static void (*release)(void *store);

const struct driver_function driver_functions[] = {
	{ "store_create", (void **)&create }, { "store_put", (void **)&put },
	{ "store_get", (void **)&get },       { "store_remove", (void **)&drop },
	{ "store_expire", (void **)&expire }, { "store_size", (void **)&size },
	{ "store_watch", (void **)&watch },   { "store_unwatch", (void **)&unwatch },
	{ "store_free", (void **)&release },  { NULL, NULL },
};

static void *stores[STORES_MAX]; /* NULL once freed */
static size_t n_stores, current;
static struct watcher *watchers;
static int64_t n_watchers;
static int64_t now;
static const char *quiet = "a listener was called though no session could end";
static struct argument id_argument, text_argument, name_argument;

/* ---- listeners --------------------------------------------------------------------------------------------------- */

static void ended(void *context, const char *id, enum session_end why)
{
	static const char *const WHY[] = { "replaced", "removed", "expired" };
	struct watcher *w = context;

	if (quiet)
		driver_complain(quiet);
	if ((uintptr_t)w < (uintptr_t)watchers || (uintptr_t)w >= (uintptr_t)(watchers + n_watchers) ||
	    ((uintptr_t)w - (uintptr_t)watchers) % sizeof(*w))
		driver_complain("a listener was called with a context that is not its own");
	if (!w->watch)
		driver_complain("a listener was called again, or after store_unwatch");
	if (w->store != current)
		driver_complain("a listener was called for a session of another store");
	if ((unsigned)why > SESSION_EXPIRED)
		driver_complain("a listener was called with a reason that is none");
	if (!id || strnlen(id, BUFFER_MAX) == BUFFER_MAX)
		driver_complain("a listener was called with an id that is no string");
	w->watch = NULL;
	driver_write_str("ended ");
	driver_write_str(id);
	driver_write_char(' ');
	driver_write_str(WHY[why]);
	driver_write_char(' ');
	driver_write_i64(w->number);
	driver_write_char('\n');
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

static const char *hand_over(struct argument *a, const char *bytes, size_t len)
{
	if (len >= BUFFER_MAX)
		driver_bad_input("an argument that is not so long");
	memcpy(a->bytes, bytes, len);
	memcpy(a->kept, bytes, len);
	a->bytes[len] = a->kept[len] = '\0';
	a->len = len;
	driver_fence(a->before, sizeof(a->before));
	driver_fence(a->bytes + len + 1, BUFFER_MAX - len - 1);
	return a->bytes;
}

static const char *read_id(struct argument *a)
{
	size_t len;
	const char *token = driver_read_token(&len);

	if (len == 2 && memcmp(token, "\"\"", 2) == 0)
		len = 0;
	return hand_over(a, token, len);
}

static void take_back(struct argument *a)
{
	driver_unfence(a->before, sizeof(a->before));
	driver_unfence(a->bytes + a->len + 1, BUFFER_MAX - a->len - 1);
	if (memcmp(a->bytes, a->kept, a->len + 1) != 0)
		driver_complain("a string that was an argument was changed");
	memset(a->bytes, OVERWRITTEN, a->len);
}

static int64_t read_number(int64_t min, int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < min || v > max)
		driver_bad_input(what);
	return v;
}

static void *current_store(void)
{
	if (current >= n_stores || !stores[current])
		driver_bad_input("a store to work on: create or use");
	return stores[current];
}

static void write_line(const char *line)
{
	driver_write_str(line);
	driver_write_char('\n');
}

static void write_count(const char *what, size_t n)
{
	driver_write_str(what);
	driver_write_char(' ');
	driver_write_i64(n > INT64_MAX ? INT64_MAX : (int64_t)n);
	driver_write_char('\n');
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void play_create(void)
{
	int64_t ttl = read_number(1, INT64_C(1000000000), "a time to live from 1 to 1000000000");

	if (n_stores == STORES_MAX)
		driver_bad_input("at most 16 stores");
	stores[n_stores] = create(ttl);
	if (!stores[n_stores])
		driver_complain("store_create returned NULL");
	current = n_stores++;
}

static void play_use(void)
{
	current = (size_t)read_number(1, STORES_MAX, "the number of a store") - 1;
	current_store();
}

static void play_free(void)
{
	void *store = current_store();

	release(store);
	stores[current] = NULL;
	for (int64_t i = 0; i < n_watchers; i++)
		if (watchers[i].store == current)
			watchers[i].watch = NULL;
}

static void put_and_write(const char *id, const char *text)
{
	const char *kept = quiet;
	int result;

	quiet = NULL;
	result = put(current_store(), now, id, text);
	quiet = kept;
	if (result != 0 && result != -EINVAL)
		driver_complain("store_put returned neither 0 nor -EINVAL");
	write_line(result ? "put EINVAL" : "put 0");
}

static void play_put(void)
{
	const char *id = read_id(&id_argument), *line, *text;
	size_t len;

	line = driver_read_line(&len);
	if (!len || *line != ' ')
		driver_bad_input("one blank behind the id");
	text = hand_over(&text_argument, line + 1, len - 1);
	put_and_write(id, text);
	take_back(&id_argument);
	take_back(&text_argument);
}

/* The value is the candidate's memory: it is read no further than a value can be long. */
static const char *get_checked(const char *id, const char *name)
{
	const char *value;

	driver_phase_begin("gets");
	value = get(current_store(), now, id, name);
	driver_phase_end();
	if (value && strnlen(value, VALUE_MAX + 1) > VALUE_MAX)
		driver_complain("store_get returned more than was ever put");
	return value;
}

static void play_copy(void)
{
	const char *id = read_id(&id_argument), *from = read_id(&text_argument), *name = read_id(&name_argument);
	const char *value = get_checked(from, name);

	take_back(&text_argument);
	take_back(&name_argument);
	if (value)
		put_and_write(id, value);
	else
		write_line("none");
	take_back(&id_argument);
}

static void play_get(void)
{
	const char *id = read_id(&id_argument), *name = read_id(&name_argument);
	const char *value = get_checked(id, name);

	if (value) {
		driver_write_str("value ");
		write_line(value);
	} else {
		write_line("none");
	}
	take_back(&id_argument);
	take_back(&name_argument);
}

static void play_remove(void)
{
	const char *id = read_id(&id_argument), *kept = quiet;
	bool removed;

	quiet = NULL;
	removed = drop(current_store(), id);
	quiet = kept;
	write_line(removed ? "removed" : "none");
	take_back(&id_argument);
}

static void play_expire(void)
{
	const char *kept = quiet;
	size_t n;

	quiet = NULL;
	n = expire(current_store(), now);
	quiet = kept;
	write_count("expired", n);
}

static void play_size(void)
{
	write_count("size", size(current_store()));
}

static void play_watch(void)
{
	const char *id = read_id(&id_argument);
	struct watcher *w = &watchers[n_watchers];

	if (n_watchers == WATCHES_MAX)
		driver_bad_input("at most 1048576 listeners");
	w->store = current;
	w->number = n_watchers + 1;
	w->watch = watch(current_store(), id, ended, w);
	if (w->watch) {
		n_watchers++;
		write_count("watch", (size_t)w->number);
	} else {
		write_line("none");
	}
	take_back(&id_argument);
}

static void play_unwatch(void)
{
	struct watcher *w = &watchers[read_number(1, WATCHES_MAX, "the number of a listener") - 1];

	if (!w->watch) {
		write_line("gone");
		return;
	}
	unwatch(stores[w->store], w->watch);
	w->watch = NULL;
	write_line("unwatched");
}

static void play_sleep(void)
{
	now += read_number(1, INT64_C(1000000000), "seconds from 1 to 1000000000");
}

static const struct {
	const char *word;
	void (*play)(void);
} OPERATIONS[] = {
	{ "put", play_put },       { "get", play_get },       { "copy", play_copy },   { "remove", play_remove },
	{ "expire", play_expire }, { "sleep", play_sleep },   { "watch", play_watch }, { "unwatch", play_unwatch },
	{ "size", play_size },     { "create", play_create }, { "use", play_use },     { "free", play_free },
};

static void play(void)
{
	size_t len;
	const char *word = driver_read_token(&len);

	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]); i++)
		if (len == strlen(OPERATIONS[i].word) && memcmp(word, OPERATIONS[i].word, len) == 0) {
			OPERATIONS[i].play();
			return;
		}
	driver_bad_input("one of create, use, free, put, copy, get, remove, expire, size, watch, unwatch, sleep");
}

void driver_run(void)
{
	watchers = driver_alloc(WATCHES_MAX, sizeof(*watchers));
	while (!driver_at_end())
		play();
	for (size_t i = 0; i < n_stores; i++)
		if (stores[i])
			release(stores[i]);
}
