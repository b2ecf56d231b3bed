/*
 * Design: a new implementation. A session is one block with its id and attributes behind it, so that one free ends it;
 * the table is open, with linear probing, and closes its gaps; the listeners of a session are a list with links back.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct watch {
	struct watch *next, **link; /* what leads here */
	struct session *session;
	session_fn *fn;
	void *context;
};

struct session {
	struct session *older, *newer;
	struct watch *watches, **watches_end;
	int64_t used;
	size_t place; /* in the table */
	size_t n_attributes;
	uint32_t hash;
	char bytes[]; /* the id, then name and value in turns, each ended by NUL */
};

struct store {
	struct session **places;
	size_t mask, n;
	struct session *oldest, *newest;
	int64_t ttl;
};

static uint32_t hash_of(const char *id)
{
	uint32_t h = 0;

	while (*id) {
		h = (h + (unsigned char)*id++) * 0x9e3779b1u;
		h ^= h >> 15;
	}
	return h;
}

/* Where it is, or the empty place where it would be. */
static size_t place_of(const struct store *s, const char *id, uint32_t hash)
{
	size_t i = hash & s->mask;

	while (s->places[i] && (s->places[i]->hash != hash || strcmp(s->places[i]->bytes, id) != 0))
		i = (i + 1) & s->mask;
	return i;
}

static struct session *session_of(const struct store *s, const char *id)
{
	return s->places[place_of(s, id, hash_of(id))];
}

static void set_place(struct store *s, size_t i, struct session *session)
{
	s->places[i] = session;
	session->place = i;
}

static void double_table(struct store *s)
{
	struct session **old = s->places;
	size_t n_old = s->mask + 1;

	s->mask = 2 * n_old - 1;
	s->places = calloc(2 * n_old, sizeof(*s->places));
	for (size_t i = 0; i < n_old; i++)
		if (old[i])
			set_place(s, place_of(s, old[i]->bytes, old[i]->hash), old[i]);
	free(old);
}

static void close_gap(struct store *s, size_t gap)
{
	for (size_t i = (gap + 1) & s->mask; s->places[i]; i = (i + 1) & s->mask) {
		size_t wanted = s->places[i]->hash & s->mask;

		if (((i - wanted) & s->mask) >= ((i - gap) & s->mask)) {
			set_place(s, gap, s->places[i]);
			gap = i;
		}
	}
	s->places[gap] = NULL;
}

static void append(struct store *s, struct session *session)
{
	session->newer = NULL;
	session->older = s->newest;
	*(s->newest ? &s->newest->newer : &s->oldest) = session;
	s->newest = session;
}

static void take_out(struct store *s, struct session *session)
{
	*(session->older ? &session->older->newer : &s->oldest) = session->newer;
	*(session->newer ? &session->newer->older : &s->newest) = session->older;
}

static void discard(struct session *session)
{
	while (session->watches) {
		struct watch *w = session->watches;

		session->watches = w->next;
		free(w);
	}
	free(session);
}

static void end(struct store *s, struct session *session, enum session_end why)
{
	close_gap(s, session->place);
	take_out(s, session);
	s->n--;
	for (const struct watch *w = session->watches; w; w = w->next)
		w->fn(w->context, session->bytes, why);
	discard(session);
}

/* The number of attributes, or -1: not well formed. */
static int count(const char *text)
{
	const char *names[16];
	size_t lens[16];
	int n = 0;

	if (!*text)
		return 0;
	for (;; text++) {
		size_t name = strcspn(text, "=;");

		if (!name || text[name] != '=' || n == 16)
			return -1;
		for (int i = 0; i < n; i++)
			if (lens[i] == name && !memcmp(names[i], text, name))
				return -1;
		names[n] = text;
		lens[n++] = name;
		text += name;
		text += strcspn(text, ";");
		if (!*text)
			return n;
	}
}

static struct session *make(const char *id, const char *text, int n_attributes)
{
	size_t id_len = strlen(id);
	struct session *session = calloc(1, sizeof(*session) + id_len + 1 + strlen(text) + 1);
	char *to = session->bytes + id_len + 1;
	bool in_value = false;

	memcpy(session->bytes, id, id_len);
	session->n_attributes = (size_t)n_attributes;
	session->hash = hash_of(id);
	session->watches_end = &session->watches;
	for (; *text; text++) {
		bool ends = in_value ? *text == ';' : *text == '=';

		*to++ = ends ? '\0' : *text;
		in_value ^= ends;
	}
	return session;
}

struct store *store_create(int64_t ttl)
{
	struct store *s = calloc(1, sizeof(*s));

	s->ttl = ttl;
	s->mask = 7;
	s->places = calloc(8, sizeof(*s->places));
	return s;
}

int store_put(struct store *s, int64_t now, const char *id, const char *text)
{
	size_t id_len = strlen(id);
	int n = count(text);
	struct session *session, *replaced;

	if (n < 0 || id_len < 1 || id_len > 64)
		return -EINVAL;
	session = make(id, text, n);
	replaced = session_of(s, id);
	if (replaced)
		end(s, replaced, SESSION_REPLACED);
	if (2 * ++s->n > s->mask)
		double_table(s);
	set_place(s, place_of(s, session->bytes, session->hash), session);
	session->used = now;
	append(s, session);
	return 0;
}

const char *store_get(struct store *s, int64_t now, const char *id, const char *name)
{
	struct session *session = session_of(s, id);
	const char *at;

	if (!session)
		return NULL;
	session->used = now;
	take_out(s, session);
	append(s, session);
	at = session->bytes + strlen(session->bytes) + 1;
	for (size_t i = 0; i < session->n_attributes; i++) {
		const char *value = at + strlen(at) + 1;

		if (!strcmp(at, name))
			return value;
		at = value + strlen(value) + 1;
	}
	return NULL;
}

bool store_remove(struct store *s, const char *id)
{
	struct session *session = session_of(s, id);

	if (session)
		end(s, session, SESSION_REMOVED);
	return session != NULL;
}

size_t store_expire(struct store *s, int64_t now)
{
	size_t before = s->n;

	while (s->oldest && now - s->oldest->used >= s->ttl)
		end(s, s->oldest, SESSION_EXPIRED);
	return before - s->n;
}

size_t store_size(const struct store *s)
{
	return s->n;
}

struct watch *store_watch(struct store *s, const char *id, session_fn *fn, void *context)
{
	struct session *session = session_of(s, id);
	struct watch *w;

	if (!session)
		return NULL;
	w = calloc(1, sizeof(*w));
	*w = (struct watch){ NULL, session->watches_end, session, fn, context };
	*session->watches_end = w;
	session->watches_end = &w->next;
	return w;
}

void store_unwatch(struct store *s, struct watch *w)
{
	(void)s;
	*w->link = w->next;
	if (w->next)
		w->next->link = w->link;
	else
		w->session->watches_end = w->link;
	free(w);
}

void store_free(struct store *s)
{
	struct session *next;

	for (struct session *session = s->oldest; session; session = next) {
		next = session->newer;
		discard(session);
	}
	free(s->places);
	free(s);
}
