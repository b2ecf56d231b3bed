/*
 * Design: a new implementation. The log is read once, byte by byte, and never copied; what a message is after its
 * numbers were folded is hashed and compared on the way. Entries hold places in the log; the output is measured, then
 * written.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct span {
	const char *at;
	size_t n;
};

struct message {
	struct span source, text;
	int level;
	uint64_t hash;
	int64_t count, first, last;
};

struct table {
	struct message *all;
	uint32_t *places; /* number + 1; 0: empty */
	size_t n, mask;
	int64_t lines, bad, of_level[4];
};

static const char LEVELS[4][6] = { "ERROR", "WARN", "INFO", "DEBUG" };

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next byte of a span as the summary shows it; -1: none. */
static int next_shown(struct span *s)
{
	char c;

	if (!s->n)
		return -1;
	c = *s->at++;
	s->n--;
	if (!digit(c))
		return blank(c) ? ' ' : (unsigned char)c;
	while (s->n && digit(*s->at)) {
		s->at++;
		s->n--;
	}
	return '#';
}

static uint64_t mixed(uint64_t h, unsigned v)
{
	h = (h + v + 1) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t hash_of(const struct message *m)
{
	uint64_t h = mixed(1, (unsigned)m->level);
	struct span text = m->text;
	int c;

	for (size_t i = 0; i < m->source.n; i++)
		h = mixed(h, (unsigned char)m->source.at[i]);
	h = mixed(h, 256);
	while ((c = next_shown(&text)) >= 0)
		h = mixed(h, (unsigned)c);
	return h;
}

static bool equal(const struct message *a, const struct message *b)
{
	struct span x = a->text, y = b->text;
	int c;

	if (a->hash != b->hash || a->level != b->level || a->source.n != b->source.n ||
	    memcmp(a->source.at, b->source.at, a->source.n))
		return false;
	do {
		c = next_shown(&x);
		if (c != next_shown(&y))
			return false;
	} while (c >= 0);
	return true;
}

static struct span word(struct span *line)
{
	struct span w;

	while (line->n && blank(*line->at)) {
		line->at++;
		line->n--;
	}
	w.at = line->at;
	while (line->n && !blank(*line->at)) {
		line->at++;
		line->n--;
	}
	w.n = (size_t)(line->at - w.at);
	return w;
}

static bool parse(struct span line, struct message *m)
{
	struct span time = word(&line), level = word(&line);

	m->source = word(&line);
	while (line.n && blank(*line.at)) {
		line.at++;
		line.n--;
	}
	m->text = line;
	if (!line.n || time.n > 18)
		return false;
	m->first = 0;
	for (size_t i = 0; i < time.n; i++) {
		if (!digit(time.at[i]))
			return false;
		m->first = 10 * m->first + (time.at[i] - '0');
	}
	for (m->level = 0; m->level < 4; m->level++)
		if (strlen(LEVELS[m->level]) == level.n && !memcmp(LEVELS[m->level], level.at, level.n))
			return true;
	return false;
}

static size_t place_of(const struct table *t, const struct message *m)
{
	size_t i = m->hash & t->mask;

	while (t->places[i] && !equal(&t->all[t->places[i] - 1], m))
		i = (i + 1) & t->mask;
	return i;
}

static void make_room(struct table *t)
{
	if (t->places && 2 * t->n < t->mask)
		return;
	t->mask = t->places ? 2 * t->mask + 1 : 31;
	t->all = realloc(t->all, (t->mask / 2 + 1) * sizeof(*t->all));
	free(t->places);
	t->places = calloc(t->mask + 1, sizeof(*t->places));
	for (size_t i = 0; i < t->n; i++)
		t->places[place_of(t, &t->all[i])] = (uint32_t)i + 1;
}

static void count(struct table *t, struct span line)
{
	struct message m = { .count = 1 };
	size_t place;

	while (line.n && blank(line.at[line.n - 1]))
		line.n--;
	if (!line.n)
		return;
	t->lines++;
	if (!parse(line, &m)) {
		t->bad++;
		return;
	}
	t->of_level[m.level]++;
	m.last = m.first;
	m.hash = hash_of(&m);
	make_room(t);
	place = place_of(t, &m);
	if (t->places[place]) {
		struct message *old = &t->all[t->places[place] - 1];

		old->count++;
		old->last = m.last;
	} else {
		t->all[t->n++] = m;
		t->places[place] = (uint32_t)t->n;
	}
}

/* Writes to `to` unless it is NULL; returns the number of bytes. */
static size_t put_string(char *to, const char *s)
{
	size_t n = strlen(s);

	if (to)
		memcpy(to, s, n);
	return n;
}

static size_t put_number(char *to, int64_t v)
{
	char digits[20];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + v % 10);
	while (v /= 10);
	for (size_t i = 0; to && i < n; i++)
		to[i] = digits[n - 1 - i];
	return n;
}

static size_t put_shown(char *to, struct span s)
{
	size_t n = 0;
	int c;

	for (; (c = next_shown(&s)) >= 0; n++)
		if (to)
			to[n] = (char)c;
	return n;
}

#define AT (to ? to + n : NULL)

static size_t put_total(char *to, const char *name, int64_t v)
{
	size_t n = put_string(to, name);

	n += put_string(AT, " ");
	n += put_number(AT, v);
	return n + put_string(AT, "\n");
}

static size_t put_message(char *to, const struct message *m)
{
	size_t n = put_number(to, m->count);

	n += put_string(AT, " ");
	n += put_string(AT, LEVELS[m->level]);
	n += put_string(AT, " ");
	if (to)
		memcpy(to + n, m->source.at, m->source.n);
	n += m->source.n;
	n += put_string(AT, ": ");
	n += put_shown(AT, m->text);
	n += put_string(AT, " (");
	n += put_number(AT, m->first);
	n += put_string(AT, " to ");
	n += put_number(AT, m->last);
	return n + put_string(AT, ")\n");
}

static size_t put_all(char *to, const struct table *t)
{
	size_t n = put_total(to, "lines", t->lines);

	n += put_total(AT, "bad", t->bad);
	for (int i = 0; i < 4; i++)
		n += put_total(AT, LEVELS[i], t->of_level[i]);
	n += put_total(AT, "messages", (int64_t)t->n);
	for (size_t i = 0; i < t->n; i++)
		n += put_message(AT, &t->all[i]);
	return n;
}

char *log_summary(const char *log)
{
	struct table t = { .n = 0 };
	size_t n;
	char *out;

	while (*log) {
		size_t len = strcspn(log, "\n");

		count(&t, (struct span){ log, len });
		log += len + (log[len] == '\n');
	}
	n = put_all(NULL, &t);
	out = malloc(n + 1);
	put_all(out, &t);
	out[n] = '\0';
	free(t.all);
	free(t.places);
	return out;
}
