/*
 * driver: plays one test of hash_table.
 *
 * An input is a list of operations, one a line:
 *
 *	create      makes the next table (the first one is number 1) and works on it from here
 *	insert K V  find K  erase K  size
 *	use I       works on table I from here
 *	free        frees the table that is worked on; `create` or `use` comes next
 *
 * A key stands between double quotes, in which a backslash and two lower-case hexadecimal digits are any byte:
 * "a\20b".
 *
 * Keys are handed over in a few buffers in turns, and overwritten after each call: a table that keeps the pointer and
 * not the key has nothing left. (In turns, because in one buffer the key that is kept would always equal the one that
 * is looked for.) A key that the candidate has changed is found as well, and so, where memory is checked, is reading
 * what lies beside it.
 */
#include "driver.h"

#include <errno.h>
#include <string.h>

#define TABLES_MAX 16
#define KEY_MAX    63
#define BUFFERS    7
#define UNTOUCHED  INT64_C(-5555555555555555)

static void *(*create)(void);
static int (*insert)(void *table, const char *key, int64_t value);
static bool (*find)(const void *table, const char *key, int64_t *value);
static bool (*erase)(void *table, const char *key);
static size_t (*size)(const void *table);
static void (*release)(void *table);

const struct driver_function driver_functions[] = {
	{ "table_create", (void **)&create },
	{ "table_insert", (void **)&insert },
	{ "table_find", (void **)&find },
	{ "table_erase", (void **)&erase },
	{ "table_size", (void **)&size },
	{ "table_free", (void **)&release },
	{ NULL, NULL },
};

struct key {
	char before[8]; /* like what is behind the key: in no key's way, and watched */
	char bytes[KEY_MAX + 9];
	size_t room; /* behind the NUL */
};

struct player {
	void *tables[TABLES_MAX]; /* NULL once freed */
	size_t n;
	size_t current; /* index */
	struct key buffers[BUFFERS], kept;
	struct key *given; /* one of the buffers */
	unsigned turn;
};

static void *current_table(struct player *p)
{
	if (p->current >= p->n || !p->tables[p->current])
		driver_bad_input("there is no table to work on");
	return p->tables[p->current];
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	driver_bad_input("two hexadecimal digits behind a backslash");
}

static void read_key(struct player *p)
{
	size_t len, n = 0;
	const char *word = driver_read_token(&len);

	if (len < 2 || word[0] != '"' || word[len - 1] != '"')
		driver_bad_input("a key between double quotes");
	p->given = &p->buffers[p->turn++ % BUFFERS];
	memset(p->given, '~', sizeof *p->given);
	for (size_t i = 1; i < len - 1; n++) {
		if (n == KEY_MAX)
			driver_bad_input("a key of at most 63 bytes");
		if (word[i] != '\\') {
			p->given->bytes[n] = word[i++];
			continue;
		}
		if (i + 2 >= len - 1)
			driver_bad_input("two hexadecimal digits behind a backslash");
		p->given->bytes[n] = (char)(hex_digit(word[i + 1]) * 16 + hex_digit(word[i + 2]));
		if (!p->given->bytes[n])
			driver_bad_input("a key without NUL");
		i += 3;
	}
	p->given->bytes[n] = '\0';
	p->given->room = sizeof p->given->bytes - n - 1;
	memcpy(&p->kept, p->given, sizeof p->kept);
	driver_fence(p->given->before, sizeof p->given->before);
	driver_fence(p->given->bytes + n + 1, p->given->room);
}

static void take_key_back(struct player *p)
{
	driver_unfence(p->given->before, sizeof p->given->before);
	driver_unfence(p->given->bytes + sizeof p->given->bytes - p->kept.room, p->kept.room);
	if (memcmp(p->given, &p->kept, sizeof p->kept) != 0)
		driver_complain("the key was changed, or what lies beside it");
	memset(p->given, '~', sizeof *p->given);
	p->given->bytes[3] = '\0';
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
		driver_complain("table_create returned NULL");
	p->current = p->n++;
}

static void play_insert(struct player *p)
{
	void *table = current_table(p);
	int64_t value;
	int r;

	read_key(p);
	value = driver_read_i64();
	r = insert(table, p->given->bytes, value);
	take_key_back(p);
	if (r == 0 || r == 1) {
		write_line(r ? "new" : "replaced");
	} else {
		driver_write_str("returned ");
		write_number(r);
	}
}

static void play_find(struct player *p)
{
	void *table = current_table(p);
	int64_t value = UNTOUCHED;
	bool found;

	read_key(p);
	driver_phase_begin("finds");
	found = find(table, p->given->bytes, &value);
	driver_phase_end();
	take_key_back(p);
	if (!found && value != UNTOUCHED)
		driver_complain("table_find: *value was changed although the key is absent");
	if (found)
		write_number(value);
	else
		write_line("absent");
}

static void play_erase(struct player *p)
{
	void *table = current_table(p);
	bool erased;

	read_key(p);
	erased = erase(table, p->given->bytes);
	take_key_back(p);
	write_line(erased ? "erased" : "absent");
}

static void play_size(struct player *p)
{
	write_number((int64_t)size(current_table(p)));
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
	{ "find", play_find }, { "insert", play_insert }, { "erase", play_erase }, { "size", play_size },
	{ "use", play_use },   { "create", play_create }, { "free", play_free },
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
	driver_bad_input("an operation that is not one of create, insert, find, erase, size, use, free");
}

void driver_run(void)
{
	struct player p = { .n = 0 };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.tables[i])
			release(p.tables[i]);
}
