/*
 * Design: uthash, whose order of insertion is the order of use: a session that is used is taken out and added again.
 * The attributes of a session are one copy of its text, cut by NULs; listeners are a ring.
 */
#include <uthash.h>

struct watch {
	struct watch *previous, *next;
	session_fn *fn;
	void *context;
};

struct session {
	UT_hash_handle hh;
	int64_t used;
	struct watch ring; /* no listener: both ends */
	char *text;
	size_t text_len;
	char id[65];
};

struct store {
	struct session *sessions;
	int64_t ttl;
};

static struct session *find(const struct store *store, const char *id)
{
	struct session *session;

	HASH_FIND_STR(store->sessions, id, session);
	return session;
}

static void add(struct store *store, struct session *session, int64_t now)
{
	session->used = now;
	HASH_ADD_STR(store->sessions, id, session);
}

static void unlink_watch(struct watch *watch)
{
	watch->previous->next = watch->next;
	watch->next->previous = watch->previous;
	free(watch);
}

static void dispose(struct session *session)
{
	while (session->ring.next != &session->ring)
		unlink_watch(session->ring.next);
	free(session->text);
	free(session);
}

static void end(struct store *store, struct session *session, enum session_end why)
{
	HASH_DEL(store->sessions, session);
	for (struct watch *w = session->ring.next; w != &session->ring; w = w->next)
		w->fn(w->context, session->id, why);
	dispose(session);
}

static const char *value_of(const struct session *session, const char *name)
{
	const char *at = session->text, *behind = at + session->text_len;

	while (at < behind) {
		const char *value = at + strlen(at) + 1;

		if (strcmp(at, name) == 0)
			return value;
		at = value + strlen(value) + 1;
	}
	return NULL;
}

/* Cuts the text at `;` and the first `=` of each part; false: it is not well formed. */
static bool cut(struct session *session)
{
	char *at = session->text, *behind = at + session->text_len;

	for (int n = 1; session->text_len; n++) {
		char *end = memchr(at, ';', (size_t)(behind - at)), *equals;

		if (!end)
			end = behind;
		equals = memchr(at, '=', (size_t)(end - at));
		if (!equals || equals == at || n > 16)
			return false;
		*equals = '\0';
		*end = '\0';
		if (value_of(session, at) != equals + 1)
			return false;
		if (end == behind)
			return true;
		at = end + 1;
	}
	return true;
}

struct store *store_create(int64_t ttl)
{
	struct store *store = calloc(1, sizeof(*store));

	store->ttl = ttl;
	return store;
}

int store_put(struct store *store, int64_t now, const char *id, const char *text)
{
	struct session *session, *replaced;

	if (!*id || strlen(id) > 64)
		return -EINVAL;
	session = calloc(1, sizeof(*session));
	session->ring.next = session->ring.previous = &session->ring;
	strcpy(session->id, id);
	session->text = strdup(text);
	session->text_len = strlen(text);
	if (!cut(session)) {
		dispose(session);
		return -EINVAL;
	}
	replaced = find(store, id);
	if (replaced)
		end(store, replaced, SESSION_REPLACED);
	add(store, session, now);
	return 0;
}

const char *store_get(struct store *store, int64_t now, const char *id, const char *name)
{
	struct session *session = find(store, id);

	if (!session)
		return NULL;
	HASH_DEL(store->sessions, session);
	add(store, session, now);
	return value_of(session, name);
}

bool store_remove(struct store *store, const char *id)
{
	struct session *session = find(store, id);

	if (session)
		end(store, session, SESSION_REMOVED);
	return session != NULL;
}

size_t store_expire(struct store *store, int64_t now)
{
	size_t n = 0;

	for (; store->sessions && now - store->sessions->used >= store->ttl; n++)
		end(store, store->sessions, SESSION_EXPIRED);
	return n;
}

size_t store_size(const struct store *store)
{
	return HASH_COUNT(store->sessions);
}

struct watch *store_watch(struct store *store, const char *id, session_fn *fn, void *context)
{
	struct session *session = find(store, id);
	struct watch *watch;

	if (!session)
		return NULL;
	watch = malloc(sizeof(*watch));
	*watch = (struct watch){ session->ring.previous, &session->ring, fn, context };
	watch->previous->next = watch->next->previous = watch;
	return watch;
}

void store_unwatch(struct store *store, struct watch *watch)
{
	(void)store;
	unlink_watch(watch);
}

void store_free(struct store *store)
{
	struct session *session, *next;

	HASH_ITER(hh, store->sessions, session, next)
	{
		HASH_DEL(store->sessions, session);
		dispose(session);
	}
	free(store);
}
