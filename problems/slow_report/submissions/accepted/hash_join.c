/*
 * A rewrite: users and posts are found by id through open addressing, and each row is added to what is known of its
 * user or its post when it comes. Nothing is sorted but the users.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct post {
	int64_t id, created, comments;
	size_t user;
	char title[TEXT_MAX + 1];
};

struct user {
	int64_t id, comments;
	size_t posts;
	const struct post *latest, *most;
	char name[TEXT_MAX + 1];
};

/* Numbers of things by their ids; 0: none, else one more than the number. */
struct by_id {
	size_t *slots, mask;
};

static void *array(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		abort();
	return p;
}

static struct by_id by_id_new(size_t n)
{
	size_t room = 16;

	while (room < 2 * n)
		room *= 2;
	return (struct by_id){ array(room, sizeof(size_t)), room - 1 };
}

static size_t first_slot(const struct by_id *t, int64_t id)
{
	return (size_t)((uint64_t)id * UINT64_C(0xff51afd7ed558ccd) >> 20) & t->mask;
}

static void by_id_put(struct by_id *t, int64_t id, size_t number)
{
	size_t at = first_slot(t, id);

	while (t->slots[at])
		at = (at + 1) & t->mask;
	t->slots[at] = number + 1;
}

static struct user *find_user(const struct by_id *t, struct user *users, int64_t id)
{
	size_t at = first_slot(t, id);

	while (t->slots[at] && users[t->slots[at] - 1].id != id)
		at = (at + 1) & t->mask;
	return t->slots[at] ? &users[t->slots[at] - 1] : NULL;
}

static struct post *find_post(const struct by_id *t, struct post *posts, int64_t id)
{
	size_t at = first_slot(t, id);

	while (t->slots[at] && posts[t->slots[at] - 1].id != id)
		at = (at + 1) & t->mask;
	return t->slots[at] ? &posts[t->slots[at] - 1] : NULL;
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const struct user *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static size_t load_users(const struct database *db, int64_t team, struct user **users)
{
	struct result *result = db->select(USERS_BY_TEAM, &team, 1);
	size_t n = 0, room = 0;
	struct row row;

	*users = NULL;
	while (db->next(result, &row)) {
		if (n == room) {
			room = 2 * room + 4;
			*users = realloc(*users, room * sizeof(**users));
			if (!*users)
				abort();
		}
		(*users)[n] = (struct user){ .id = row.id };
		strcpy((*users)[n++].name, row.text);
	}
	db->close(result);
	if (n > 0)
		qsort(*users, n, sizeof(**users), by_name);
	return n;
}

static size_t load_posts(const struct database *db, struct user *users, size_t n_users, struct post **posts)
{
	int64_t *ids = array(n_users, sizeof(*ids));
	struct by_id table = by_id_new(n_users);
	struct result *result;
	size_t n = 0, room = 0;
	struct row row;

	for (size_t i = 0; i < n_users; i++) {
		ids[i] = users[i].id;
		by_id_put(&table, users[i].id, i);
	}
	result = db->select(POSTS_BY_AUTHOR, ids, n_users);
	while (db->next(result, &row)) {
		struct user *user = find_user(&table, users, row.of);

		if (n == room) {
			room = 2 * room + 4;
			*posts = realloc(*posts, room * sizeof(**posts));
			if (!*posts)
				abort();
		}
		(*posts)[n] = (struct post){ .id = row.id, .created = row.created, .user = (size_t)(user - users) };
		strcpy((*posts)[n++].title, row.text);
		user->posts++;
	}
	db->close(result);
	free(table.slots);
	free(ids);
	return n;
}

static void count_comments(const struct database *db, struct post *posts, size_t n)
{
	int64_t *ids = array(n, sizeof(*ids));
	struct by_id table = by_id_new(n);
	struct result *result;
	struct row row;

	for (size_t i = 0; i < n; i++) {
		ids[i] = posts[i].id;
		by_id_put(&table, posts[i].id, i);
	}
	result = db->select(COMMENTS_BY_POST, ids, n);
	while (db->next(result, &row))
		find_post(&table, posts, row.of)->comments++;
	db->close(result);
	free(table.slots);
	free(ids);
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static void add_post(struct user *user, const struct post *post)
{
	const struct post *latest = user->latest, *most = user->most;

	user->comments += post->comments;
	if (!latest || post->created > latest->created || (post->created == latest->created && post->id > latest->id))
		user->latest = post;
	if (!most || post->comments > most->comments || (post->comments == most->comments && post->id < most->id))
		user->most = post;
}

static void print_user(FILE *f, const struct user *u)
{
	if (!u->posts) {
		fprintf(f, "%s: no posts\n", u->name);
		return;
	}
	fprintf(f, "%s: posts %zu, comments %" PRId64 ", latest \"%s\", most discussed \"%s\" %" PRId64 "\n", u->name,
		u->posts, u->comments, u->latest->title, u->most->title, u->most->comments);
}

char *team_report(const struct database *db, int64_t team)
{
	struct user *users;
	struct post *posts = NULL;
	size_t n_users = load_users(db, team, &users), n_posts = 0, size;
	int64_t n_comments = 0;
	char *text = NULL;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		abort();
	if (n_users)
		n_posts = load_posts(db, users, n_users, &posts);
	if (n_posts)
		count_comments(db, posts, n_posts);
	for (size_t i = 0; i < n_posts; i++) {
		add_post(&users[posts[i].user], &posts[i]);
		n_comments += posts[i].comments;
	}
	for (size_t i = 0; i < n_users; i++)
		print_user(f, &users[i]);
	fprintf(f, "team %" PRId64 ": users %zu, posts %zu, comments %" PRId64 "\n", team, n_users, n_posts,
		n_comments);
	fclose(f);
	free(posts);
	free(users);
	return text;
}
