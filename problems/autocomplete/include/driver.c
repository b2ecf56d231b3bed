/*
 * driver: plays one test of autocomplete.
 *
 * An input is a list of operations, one a line:
 *
 *	create         makes the next dictionary (the first one is number 1) and works on it from here
 *	insert W V     remove W
 *	complete P K   writes the number of completions on a line, and each one with its weight on one more
 *	use I          works on dictionary I from here
 *	free           frees the dictionary that is worked on; `create` or `use` comes next
 *
 * A word stands between double quotes, in which a backslash and two lower-case hexadecimal digits are any byte:
 * "a\20b". So it is written, too.
 *
 * Words are handed over in a few buffers in turns, and overwritten after each call: whoever keeps the pointer and not
 * the word has nothing left. A word that the candidate has changed is found as well. The array for the completions has
 * one entry more than there is room for; it must stay as it was.
 */
#include "driver.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DICTIONARIES_MAX 16
#define WORD_MAX         63
#define K_MAX            1000
#define BUFFERS          7
#define UNTOUCHED        INT64_C(-5555555555555555)

struct completion {
	char *word;
	int64_t weight;
};

static void *(*create)(void);
static int (*insert)(void *ac, const char *word, int64_t weight);
static bool (*take_out)(void *ac, const char *word);
static size_t (*complete)(void *ac, const char *prefix, size_t k, struct completion *out);
static void (*release)(void *ac);

const struct driver_function driver_functions[] = {
	{ "ac_create", (void **)&create },     { "ac_insert", (void **)&insert }, { "ac_remove", (void **)&take_out },
	{ "ac_complete", (void **)&complete }, { "ac_free", (void **)&release },  { NULL, NULL },
};

struct word {
	char before[8]; /* like what is behind the word: in no word's way, and watched */
	char bytes[WORD_MAX + 9];
};

struct player {
	void *dictionaries[DICTIONARIES_MAX]; /* NULL once freed */
	size_t n;
	size_t current; /* index */
	struct word buffers[BUFFERS], kept;
	struct word *given; /* one of the buffers */
	unsigned turn;
	struct completion *out; /* K_MAX + 1 */
};

static void *current_dictionary(struct player *p)
{
	if (p->current >= p->n || !p->dictionaries[p->current])
		driver_bad_input("there is no dictionary to work on");
	return p->dictionaries[p->current];
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	driver_bad_input("two hexadecimal digits behind a backslash");
}

static const char *read_word(struct player *p)
{
	size_t len, n = 0;
	const char *token = driver_read_token(&len);

	if (len < 2 || token[0] != '"' || token[len - 1] != '"')
		driver_bad_input("a word between double quotes");
	p->given = &p->buffers[p->turn++ % BUFFERS];
	memset(p->given, '~', sizeof *p->given);
	for (size_t i = 1; i < len - 1; n++) {
		if (n == WORD_MAX)
			driver_bad_input("a word of at most 63 bytes");
		if (token[i] != '\\') {
			p->given->bytes[n] = token[i++];
			continue;
		}
		if (i + 2 >= len - 1)
			driver_bad_input("two hexadecimal digits behind a backslash");
		p->given->bytes[n] = (char)(hex_digit(token[i + 1]) * 16 + hex_digit(token[i + 2]));
		if (!p->given->bytes[n])
			driver_bad_input("a word without NUL");
		i += 3;
	}
	p->given->bytes[n] = '\0';
	memcpy(&p->kept, p->given, sizeof p->kept);
	return p->given->bytes;
}

static void take_word_back(struct player *p)
{
	if (memcmp(p->given, &p->kept, sizeof p->kept) != 0)
		driver_complain("the word that was passed was changed, or what lies beside it");
	memset(p->given, '~', sizeof *p->given);
	p->given->bytes[3] = '\0';
}

static void write_word(const char *word)
{
	driver_write_char('"');
	for (const unsigned char *c = (const unsigned char *)word; *c; c++)
		if (*c > ' ' && *c <= '~' && *c != '"' && *c != '\\') {
			driver_write_char((char)*c);
		} else {
			driver_write_char('\\');
			driver_write_char("0123456789abcdef"[*c >> 4]);
			driver_write_char("0123456789abcdef"[*c & 15]);
		}
	driver_write_char('"');
}

/* ---- operations -------------------------------------------------------------------------------------------------- */

static void write_line(const char *s)
{
	driver_write_str(s);
	driver_write_char('\n');
}

static void play_create(struct player *p)
{
	if (p->n == DICTIONARIES_MAX)
		driver_bad_input("too many dictionaries");
	p->dictionaries[p->n] = create();
	if (!p->dictionaries[p->n])
		driver_complain("ac_create returned NULL");
	p->current = p->n++;
}

static void play_insert(struct player *p)
{
	void *ac = current_dictionary(p);
	const char *word = read_word(p);
	int r = insert(ac, word, driver_read_i64());

	take_word_back(p);
	if (r == -ENOMEM)
		driver_complain("ac_insert returned -ENOMEM");
	if (r == 0 || r == 1) {
		write_line(r ? "new" : "replaced");
	} else {
		driver_write_str("returned ");
		driver_write_i64(r);
		driver_write_char('\n');
	}
}

static void play_remove(struct player *p)
{
	void *ac = current_dictionary(p);
	bool removed = take_out(ac, read_word(p));

	take_word_back(p);
	write_line(removed ? "removed" : "absent");
}

static void write_completion(struct completion *c)
{
	if (!c->word)
		driver_complain("ac_complete: a word is NULL");
	if (strnlen(c->word, WORD_MAX + 1) > WORD_MAX)
		driver_complain("ac_complete: a word is longer than any that was inserted, or lacks its NUL");
	write_word(c->word);
	driver_write_char(' ');
	driver_write_i64(c->weight);
	driver_write_char('\n');
}

static void play_complete(struct player *p)
{
	void *ac = current_dictionary(p);
	const char *prefix = read_word(p);
	int64_t k = driver_read_i64();
	size_t n;

	if (k < 0 || k > K_MAX)
		driver_bad_input("a number from 0 to 1000");
	for (int64_t i = 0; i < k; i++)
		p->out[i] = (struct completion){ NULL, UNTOUCHED };
	p->out[k] = (struct completion){ p->kept.before, UNTOUCHED };
	driver_fence(&p->out[k], sizeof(p->out[k]));
	driver_phase_begin("complete");
	n = complete(ac, prefix, (size_t)k, p->out);
	driver_phase_end();
	driver_unfence(&p->out[k], sizeof(p->out[k]));
	take_word_back(p);
	if (n > (size_t)k)
		driver_complain("ac_complete returned more than k");
	if (p->out[k].word != p->kept.before || p->out[k].weight != UNTOUCHED)
		driver_complain("ac_complete wrote behind the k entries of its output");
	driver_write_i64((int64_t)n);
	driver_write_char('\n');
	for (size_t i = 0; i < n; i++) {
		if (i && p->out[i].word && p->out[i].word == p->out[i - 1].word)
			driver_complain("ac_complete: two completions share one block; each word has one of its own");
		write_completion(&p->out[i]);
	}
	for (size_t i = 0; i < n; i++)
		free(p->out[i].word);
}

static void play_use(struct player *p)
{
	p->current = (size_t)driver_read_i64() - 1;
	current_dictionary(p);
}

static void play_free(struct player *p)
{
	release(current_dictionary(p));
	p->dictionaries[p->current] = NULL;
}

static const struct {
	const char *word;
	void (*play)(struct player *p);
} OPERATIONS[] = {
	{ "complete", play_complete }, { "insert", play_insert }, { "remove", play_remove },
	{ "use", play_use },           { "create", play_create }, { "free", play_free },
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
	driver_bad_input("an operation that is not one of create, insert, remove, complete, use, free");
}

void driver_run(void)
{
	struct player p = { .out = driver_alloc(K_MAX + 1, sizeof *p.out) };

	while (!driver_at_end())
		play(&p);
	for (size_t i = 0; i < p.n; i++)
		if (p.dictionaries[i])
			release(p.dictionaries[i]);
}
