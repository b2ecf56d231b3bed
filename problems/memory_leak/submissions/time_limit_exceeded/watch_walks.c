/*
 * Trap: a new listener looks for the end of the list, one listener after the other.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ID_MAX         64
#define ATTRIBUTES_MAX 16
#define BUCKETS_FIRST  16

/* A ring of these is a list; the one that is no element stands for both of its ends. */
struct link {
	struct link *previous, *next;
};

struct attribute {
	struct attribute *next;
	char *name, *value;
};

struct session {
	struct link by_use;   /* stands first: a link of the store's list is a session */
	struct session *next; /* in its bucket */
	uint64_t hash;
	char *id;
	int64_t used; /* when it was put or read last */
	struct attribute *attributes;
	struct link watches; /* oldest first */
};

struct watch {
	struct link link; /* stands first */
	session_fn *fn;
	void *context;
};

struct store {
	int64_t ttl;
	struct session **buckets;
	size_t n_buckets; /* a power of two */
	size_t n_sessions;
	struct link by_use; /* the one that was not used for the longest time first */
};

/* ---- helpers ----------------------------------------------------------------------------------------------------- */

static void *allocate(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		abort();
	return p;
}

static char *copy_bytes(const char *bytes, size_t len)
{
	char *copy = allocate(len + 1);

	memcpy(copy, bytes, len);
	return copy;
}

static uint64_t hash_of(const char *id)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *id; id++)
		h = (h ^ (unsigned char)*id) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

static void link_init(struct link *ring)
{
	ring->previous = ring->next = ring;
}

static void link_append(struct link *ring, struct link *added)
{
	added->previous = ring->previous;
	added->next = ring;
	ring->previous->next = added;
	ring->previous = added;
}

static void link_remove(struct link *removed)
{
	removed->previous->next = removed->next;
	removed->next->previous = removed->previous;
}

/* ---- sessions ---------------------------------------------------------------------------------------------------- */

static void attributes_free(struct attribute *a)
{
	while (a) {
		struct attribute *next = a->next;

		free(a->name);
		free(a->value);
		free(a);
		a = next;
	}
}

static struct session *session_create(const char *id)
{
	struct session *session = allocate(sizeof(*session));

	session->id = copy_bytes(id, strlen(id));
	session->hash = hash_of(id);
	link_init(&session->watches);
	return session;
}

/* It is neither in the table nor in the list any more. */
static void session_free(struct session *session)
{
	while (session->watches.next != &session->watches) {
		struct watch *watch = (struct watch *)session->watches.next;

		link_remove(&watch->link);
		free(watch);
	}
	attributes_free(session->attributes);
	free(session->id);
	free(session);
}

static const struct attribute *find_attribute(const struct session *session, const char *name, size_t len)
{
	for (const struct attribute *a = session->attributes; a; a = a->next)
		if (strlen(a->name) == len && memcmp(a->name, name, len) == 0)
			return a;
	return NULL;
}

/* "user=ann;theme=dark" */
static int parse_attributes(struct session *session, const char *text)
{
	size_t n = 0;

	while (*text) {
		size_t len = strcspn(text, ";");
		const char *equals = memchr(text, '=', len);
		struct attribute *added;

		if (!equals || equals == text || ++n > ATTRIBUTES_MAX)
			return -EINVAL;
		if (find_attribute(session, text, (size_t)(equals - text)))
			return -EINVAL;
		added = allocate(sizeof(*added));
		added->name = copy_bytes(text, (size_t)(equals - text));
		added->value = copy_bytes(equals + 1, len - (size_t)(equals + 1 - text));
		added->next = session->attributes;
		session->attributes = added;
		text += len;
		if (*text == ';' && !*++text)
			return -EINVAL;
	}
	return 0;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static struct session **bucket_of(const struct store *store, uint64_t hash)
{
	return &store->buckets[hash & (store->n_buckets - 1)];
}

static struct session *find(const struct store *store, const char *id)
{
	uint64_t hash = hash_of(id);

	for (struct session *s = *bucket_of(store, hash); s; s = s->next)
		if (s->hash == hash && strcmp(s->id, id) == 0)
			return s;
	return NULL;
}

static void grow(struct store *store)
{
	struct session **old = store->buckets;
	size_t n_old = store->n_buckets;

	store->n_buckets *= 2;
	store->buckets = allocate(store->n_buckets * sizeof(struct session *));
	for (size_t i = 0; i < n_old; i++)
		while (old[i]) {
			struct session *moved = old[i], **bucket = bucket_of(store, moved->hash);

			old[i] = moved->next;
			moved->next = *bucket;
			*bucket = moved;
		}
	free(old);
}

static void insert(struct store *store, struct session *session, int64_t now)
{
	struct session **bucket;

	if (store->n_sessions == store->n_buckets)
		grow(store);
	bucket = bucket_of(store, session->hash);
	session->next = *bucket;
	*bucket = session;
	session->used = now;
	link_append(&store->by_use, &session->by_use);
	store->n_sessions++;
}

/* Takes the session out of the store and tells who listens. It is still the caller's to free. */
static void end_session(struct store *store, struct session *session, enum session_end why)
{
	struct session **at = bucket_of(store, session->hash);

	while (*at != session)
		at = &(*at)->next;
	*at = session->next;
	link_remove(&session->by_use);
	store->n_sessions--;
	for (struct link *l = session->watches.next; l != &session->watches; l = l->next) {
		struct watch *watch = (struct watch *)l;

		watch->fn(watch->context, session->id, why);
	}
}

/* ---- the interface ----------------------------------------------------------------------------------------------- */

struct store *store_create(int64_t ttl)
{
	struct store *store = allocate(sizeof(*store));

	store->ttl = ttl;
	store->n_buckets = BUCKETS_FIRST;
	store->buckets = allocate(store->n_buckets * sizeof(struct session *));
	link_init(&store->by_use);
	return store;
}

int store_put(struct store *store, int64_t now, const char *id, const char *text)
{
	struct session *session, *replaced;
	int error;

	if (!*id || strlen(id) > ID_MAX)
		return -EINVAL;
	session = session_create(id);
	error = parse_attributes(session, text);
	if (error) {
		session_free(session);
		return error;
	}
	replaced = find(store, id);
	if (replaced) {
		end_session(store, replaced, SESSION_REPLACED);
		session_free(replaced);
	}
	insert(store, session, now);
	return 0;
}

const char *store_get(struct store *store, int64_t now, const char *id, const char *name)
{
	struct session *session = find(store, id);
	const struct attribute *attribute;

	if (!session)
		return NULL;
	session->used = now;
	link_remove(&session->by_use);
	link_append(&store->by_use, &session->by_use);
	attribute = find_attribute(session, name, strlen(name));
	return attribute ? attribute->value : NULL;
}

bool store_remove(struct store *store, const char *id)
{
	struct session *session = find(store, id);

	if (!session)
		return false;
	end_session(store, session, SESSION_REMOVED);
	session_free(session);
	return true;
}

size_t store_expire(struct store *store, int64_t now)
{
	size_t n = 0;

	while (store->by_use.next != &store->by_use) {
		struct session *session = (struct session *)store->by_use.next;

		if (now - session->used < store->ttl)
			break;
		end_session(store, session, SESSION_EXPIRED);
		session_free(session);
		n++;
	}
	return n;
}

size_t store_size(const struct store *store)
{
	return store->n_sessions;
}

struct watch *store_watch(struct store *store, const char *id, session_fn *fn, void *context)
{
	struct session *session = find(store, id);
	struct watch *watch;
	struct link *last;

	if (!session)
		return NULL;
	watch = allocate(sizeof(*watch));
	watch->fn = fn;
	watch->context = context;
	for (last = &session->watches; last->next != &session->watches;)
		last = last->next;
	link_append(last->next, &watch->link);
	return watch;
}

void store_unwatch(struct store *store, struct watch *watch)
{
	(void)store;
	link_remove(&watch->link);
	free(watch);
}

void store_free(struct store *store)
{
	while (store->by_use.next != &store->by_use) {
		struct session *session = (struct session *)store->by_use.next;

		link_remove(&session->by_use);
		session_free(session);
	}
	free(store->buckets);
	free(store);
}
