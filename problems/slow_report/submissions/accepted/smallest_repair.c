/*
 * The program as it is given, with three queries in place of one for each user and each post: all posts of all users,
 * all comments on all posts, and the rows are put together by sorted arrays. Names and titles are blocks of their own.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory ------------------------------------------------------------------------------------------------------ */

static void *grow(void *p, size_t n, size_t size)
{
	p = realloc(p, n * size);
	if (!p)
		abort();
	return p;
}

static char *copy(const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(grow(NULL, n, 1), text, n);
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

/* A text that grows at its end. */
struct text {
	char *at;
	size_t len, room;
};

static void put(struct text *t, const char *format, ...)
{
	char piece[4 * TEXT_MAX];
	va_list list;
	size_t n;

	va_start(list, format);
	n = (size_t)vsnprintf(piece, sizeof(piece), format, list);
	va_end(list);
	if (t->len + n >= t->room) {
		t->room = 2 * (t->len + n + 1);
		t->at = grow(t->at, t->room, 1);
	}
	memcpy(t->at + t->len, piece, n + 1);
	t->len += n;
}

/* ---- users ------------------------------------------------------------------------------------------------------- */

struct user {
	int64_t id;
	char *name;
};

struct users {
	struct user *at;
	size_t n, room;
};

static int by_name(const void *a, const void *b)
{
	const struct user *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void load_users(const struct database *db, int64_t team, struct users *users)
{
	struct result *result = db->select(USERS_BY_TEAM, &team, 1);
	struct row row;

	while (db->next(result, &row)) {
		if (users->n == users->room) {
			users->room = 2 * users->room + 8;
			users->at = grow(users->at, users->room, sizeof(*users->at));
		}
		users->at[users->n++] = (struct user){ row.id, copy(row.text) };
	}
	db->close(result);
	if (users->n)
		qsort(users->at, users->n, sizeof(*users->at), by_name);
}

static void free_users(struct users *users)
{
	for (size_t i = 0; i < users->n; i++)
		free(users->at[i].name);
	free(users->at);
}

/* ---- posts ------------------------------------------------------------------------------------------------------- */

struct post {
	int64_t id, author, created, comments;
	char *title;
};

struct posts {
	struct post *at;
	size_t n, room;
};

static int by_id(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int by_author(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	return (x->author > y->author) - (x->author < y->author);
}

/* Of posts that are ordered by id. */
static void count_comments(const struct database *db, struct posts *posts)
{
	int64_t *ids = grow(NULL, posts->n, sizeof(*ids));
	struct result *result;
	struct row row;

	for (size_t i = 0; i < posts->n; i++)
		ids[i] = posts->at[i].id;
	result = db->select(COMMENTS_BY_POST, ids, posts->n);
	while (db->next(result, &row)) {
		const struct post key = { .id = row.of };
		struct post *post = bsearch(&key, posts->at, posts->n, sizeof(key), by_id);

		if (post)
			post->comments++;
	}
	db->close(result);
	free(ids);
}

/* Of all users, ordered by author. */
static void load_posts(const struct database *db, const struct users *users, struct posts *posts)
{
	int64_t *ids = grow(NULL, users->n, sizeof(*ids));
	struct result *result;
	struct row row;

	for (size_t i = 0; i < users->n; i++)
		ids[i] = users->at[i].id;
	result = db->select(POSTS_BY_AUTHOR, ids, users->n);
	while (db->next(result, &row)) {
		if (posts->n == posts->room) {
			posts->room = 2 * posts->room + 8;
			posts->at = grow(posts->at, posts->room, sizeof(*posts->at));
		}
		posts->at[posts->n++] = (struct post){ row.id, row.of, row.created, 0, copy(row.text) };
	}
	db->close(result);
	free(ids);
	if (posts->n == 0)
		return;
	qsort(posts->at, posts->n, sizeof(*posts->at), by_id);
	count_comments(db, posts);
	qsort(posts->at, posts->n, sizeof(*posts->at), by_author);
}

static void free_posts(struct posts *posts)
{
	for (size_t i = 0; i < posts->n; i++)
		free(posts->at[i].title);
	free(posts->at);
}

/* Those of this author. */
static struct posts posts_of(const struct posts *posts, int64_t author)
{
	size_t first = 0, high = posts->n, n = 0;

	while (first < high) {
		size_t middle = first + (high - first) / 2;

		if (posts->at[middle].author < author)
			first = middle + 1;
		else
			high = middle;
	}
	while (first + n < posts->n && posts->at[first + n].author == author)
		n++;
	return (struct posts){ posts->at + first, n, 0 };
}

/* Of two that were written at the same time the one with the larger id. */
static const struct post *find_latest(const struct posts *posts)
{
	const struct post *latest = &posts->at[0];

	for (size_t i = 1; i < posts->n; i++) {
		const struct post *post = &posts->at[i];

		if (post->created > latest->created || (post->created == latest->created && post->id > latest->id))
			latest = post;
	}
	return latest;
}

/* Of two with as many comments the one with the smaller id. */
static const struct post *find_most_discussed(const struct posts *posts)
{
	const struct post *most = &posts->at[0];

	for (size_t i = 1; i < posts->n; i++) {
		const struct post *post = &posts->at[i];

		if (post->comments > most->comments || (post->comments == most->comments && post->id < most->id))
			most = post;
	}
	return most;
}

static int64_t sum_comments(const struct posts *posts)
{
	int64_t sum = 0;

	for (size_t i = 0; i < posts->n; i++)
		sum += posts->at[i].comments;
	return sum;
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static void put_user(struct text *t, const struct user *user, const struct posts *all)
{
	const struct posts posts = posts_of(all, user->id);

	if (posts.n == 0) {
		put(t, "%s: no posts\n", user->name);
	} else {
		const struct post *latest = find_latest(&posts), *most = find_most_discussed(&posts);

		put(t, "%s: posts %zu, comments %" PRId64, user->name, posts.n, sum_comments(&posts));
		put(t, ", latest \"%s\", most discussed \"%s\" %" PRId64 "\n", latest->title, most->title,
		    most->comments);
	}
}

char *team_report(const struct database *db, int64_t team)
{
	struct users users = { NULL, 0, 0 };
	struct posts posts = { NULL, 0, 0 };
	struct text t = { NULL, 0, 0 };

	load_users(db, team, &users);
	if (users.n)
		load_posts(db, &users, &posts);
	for (size_t i = 0; i < users.n; i++)
		put_user(&t, &users.at[i], &posts);
	put(&t, "team %" PRId64 ": users %zu, posts %zu, comments %" PRId64 "\n", team, users.n, posts.n,
	    sum_comments(&posts));
	free_posts(&posts);
	free_users(&users);
	return t.at;
}
