/*
 * Trap: a number behind a # is dropped, as if the sign stood for it already.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIME_DIGITS_MAX 18
#define ENTRIES_FIRST   16
#define TEXT_FIRST      256

enum level { LEVEL_ERROR, LEVEL_WARN, LEVEL_INFO, LEVEL_DEBUG, N_LEVELS };

static const char *const LEVEL_NAMES[N_LEVELS] = { "ERROR", "WARN", "INFO", "DEBUG" };

/* A line of the log; the strings lie in the summary's copy of it. */
struct line {
	int64_t time;
	enum level level;
	char *source, *message;
};

/* Lines that are equal but for their time. */
struct entry {
	struct line first;
	int64_t last_time;
	size_t count;
	size_t next; /* in its bucket: number of an entry + 1; 0: none */
	uint32_t hash;
};

struct summary {
	char *copy; /* of the log */
	struct entry *entries;
	size_t n_entries, room;
	size_t *buckets; /* as many as there is room for entries: number of an entry + 1; 0: none */
	size_t n_lines, n_bad, n_of_level[N_LEVELS];
};

struct text {
	char *bytes;
	size_t len, room;
};

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void *reallocate(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p)
		abort();
	return p;
}

/* ---- the text that is built -------------------------------------------------------------------------------------- */

static void text_init(struct text *t)
{
	t->room = TEXT_FIRST;
	t->bytes = reallocate(NULL, t->room);
	t->bytes[0] = '\0';
	t->len = 0;
}

static void append(struct text *t, const char *piece)
{
	size_t added = strlen(piece);

	if (t->len + added + 1 > t->room) {
		t->room = 2 * (t->len + added + 1);
		t->bytes = reallocate(t->bytes, t->room);
	}
	memcpy(t->bytes + t->len, piece, added + 1);
	t->len += added;
}

static void append_number(struct text *t, int64_t v)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64, v);
	append(t, digits);
}

static void append_total(struct text *t, const char *name, size_t n)
{
	append(t, name);
	append(t, " ");
	append_number(t, (int64_t)n);
	append(t, "\n");
}

/* ---- reading lines ----------------------------------------------------------------------------------------------- */

/* Tabs and carriage returns count as blanks. */
static void clean(char *log)
{
	for (; *log; log++)
		if (*log == '\t' || *log == '\r')
			*log = ' ';
}

static char *skip_blanks(char *p)
{
	while (*p == ' ')
		p++;
	return p;
}

/* Ends the word at `p` by NUL and returns what follows it; NULL: nothing does. */
static char *end_word(char *p)
{
	while (*p && *p != ' ')
		p++;
	if (!*p)
		return NULL;
	*p++ = '\0';
	p = skip_blanks(p);
	return *p ? p : NULL;
}

static bool read_time(const char *word, int64_t *time)
{
	size_t n = strspn(word, "0123456789");

	if (!n || n > TIME_DIGITS_MAX || word[n])
		return false;
	*time = strtoll(word, NULL, 10);
	return true;
}

static bool read_level(const char *word, enum level *level)
{
	for (int i = 0; i < N_LEVELS; i++)
		if (strcmp(word, LEVEL_NAMES[i]) == 0) {
			*level = (enum level)i;
			return true;
		}
	return false;
}

static void trim(char *s)
{
	size_t len = strlen(s);

	while (len > 0 && s[len - 1] == ' ')
		len--;
	s[len] = '\0';
}

/* Each run of digits becomes one '#', so that messages which differ only in their numbers are equal. */
static void fold_numbers(char *s)
{
	char *to = s, *start = s;

	while (*s)
		if (*s >= '0' && *s <= '9') {
			while (*s >= '0' && *s <= '9')
				s++;
			if (to == start || to[-1] != '#')
				*to++ = '#';
		} else {
			*to++ = *s++;
		}
	*to = '\0';
}

/* "TIME LEVEL SOURCE MESSAGE"; false: it is something else. */
static bool read_line(char *s, struct line *line)
{
	char *time = skip_blanks(s), *level, *source, *message;

	level = end_word(time);
	source = level ? end_word(level) : NULL;
	message = source ? end_word(source) : NULL;
	if (!message || !read_time(time, &line->time) || !read_level(level, &line->level))
		return false;
	trim(message);
	fold_numbers(message);
	line->source = source;
	line->message = message;
	return true;
}

/* ---- entries ----------------------------------------------------------------------------------------------------- */

static bool is_same(const struct line *a, const struct line *b)
{
	return a->level == b->level && strcmp(a->source, b->source) == 0 && strcmp(a->message, b->message) == 0;
}

static uint32_t hash_of(const struct line *line)
{
	uint32_t h = 2166136261u + (uint32_t)line->level;

	for (const char *p = line->source; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	for (const char *p = line->message; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return h ^ h >> 15;
}

static struct entry *find_entry(const struct summary *s, const struct line *line, uint32_t hash)
{
	size_t i = s->room ? s->buckets[hash & (s->room - 1)] : 0;

	for (; i; i = s->entries[i - 1].next)
		if (is_same(&s->entries[i - 1].first, line))
			return &s->entries[i - 1];
	return NULL;
}

static void enter(struct summary *s, size_t i)
{
	size_t *bucket = &s->buckets[s->entries[i].hash & (s->room - 1)];

	s->entries[i].next = *bucket;
	*bucket = i + 1;
}

static void grow(struct summary *s)
{
	s->room = s->room ? 2 * s->room : ENTRIES_FIRST;
	s->entries = reallocate(s->entries, s->room * sizeof(*s->entries));
	s->buckets = reallocate(s->buckets, s->room * sizeof(*s->buckets));
	memset(s->buckets, 0, s->room * sizeof(*s->buckets));
	for (size_t i = 0; i < s->n_entries; i++)
		enter(s, i);
}

static struct entry *add_entry(struct summary *s, const struct line *line, uint32_t hash)
{
	struct entry *added;

	if (s->n_entries == s->room)
		grow(s);
	added = &s->entries[s->n_entries];
	added->first = *line;
	added->count = 0;
	added->hash = hash;
	enter(s, s->n_entries++);
	return added;
}

static void count_line(struct summary *s, char *text)
{
	struct line line;
	struct entry *entry;
	uint32_t hash;

	if (!*skip_blanks(text))
		return;
	s->n_lines++;
	if (!read_line(text, &line)) {
		s->n_bad++;
		return;
	}
	s->n_of_level[line.level]++;
	hash = hash_of(&line);
	entry = find_entry(s, &line, hash);
	if (!entry)
		entry = add_entry(s, &line, hash);
	entry->count++;
	entry->last_time = line.time;
}

static void count_lines(struct summary *s)
{
	char *line = s->copy;

	while (line) {
		char *end = strchr(line, '\n');

		if (end)
			*end++ = '\0';
		count_line(s, line);
		line = end;
	}
}

/* ---- the summary ------------------------------------------------------------------------------------------------- */

static void append_entry(struct text *t, const struct entry *entry)
{
	append_number(t, (int64_t)entry->count);
	append(t, " ");
	append(t, LEVEL_NAMES[entry->first.level]);
	append(t, " ");
	append(t, entry->first.source);
	append(t, ": ");
	append(t, entry->first.message);
	append(t, " (");
	append_number(t, entry->first.time);
	append(t, " to ");
	append_number(t, entry->last_time);
	append(t, ")\n");
}

static char *write_summary(const struct summary *s)
{
	struct text t;

	text_init(&t);
	append_total(&t, "lines", s->n_lines);
	append_total(&t, "bad", s->n_bad);
	for (int i = 0; i < N_LEVELS; i++)
		append_total(&t, LEVEL_NAMES[i], s->n_of_level[i]);
	append_total(&t, "messages", s->n_entries);
	for (size_t i = 0; i < s->n_entries; i++)
		append_entry(&t, &s->entries[i]);
	return t.bytes;
}

char *log_summary(const char *log)
{
	struct summary s = { .copy = reallocate(NULL, strlen(log) + 1) };
	char *text;

	strcpy(s.copy, log);
	clean(s.copy);
	count_lines(&s);
	text = write_summary(&s);
	free(s.copy);
	free(s.entries);
	free(s.buckets);
	return text;
}
