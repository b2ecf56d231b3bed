/*
 * slow_report: what the people of a team have posted, and what others had to say to it. `judge show slow_report`
 * prints the task.
 *
 * A line for each user of the team, ordered by name, then a line with the sums:
 *
 *	Ada: posts 2, comments 3, latest "On looms", most discussed "On engines" 2
 *	Bob: no posts
 *	team 7: users 2, posts 2, comments 3
 *
 * Declared before this code: struct database with its functions, struct row, the tables and the lookups.
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
	if (!t->at || t->len + n >= t->room) {
		t->room = 2 * (t->len + n + 1);
		t->at = grow(t->at, t->room, 1);
	}
	memcpy(t->at + t->len, piece, n + 1);
	t->len += n;
}

/* ---- users ------------------------------------------------------------------------------------------------------- */

struct user {
	int64_t id;
	char name[TEXT_MAX + 1];
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
		struct user *user;

		if (users->n == users->room) {
			users->room = 2 * users->room + 8;
			users->at = grow(users->at, users->room, sizeof(*users->at));
		}
		user = &users->at[users->n++];
		user->id = row.id;
		strcpy(user->name, row.text);
	}
	db->close(result);
	if (users->n)
		qsort(users->at, users->n, sizeof(*users->at), by_name);
}

static void free_users(struct users *users)
{
	free(users->at);
}

/* ---- posts ------------------------------------------------------------------------------------------------------- */

struct post {
	int64_t id, created, comments;
	char title[TEXT_MAX + 1];
};

struct posts {
	struct post *at;
	size_t n, room;
};

static int64_t count_comments(const struct database *db, int64_t post)
{
	struct result *result = db->select(COMMENTS_BY_POST, &post, 1);
	struct row row;
	int64_t n = 0;

	while (db->next(result, &row))
		n++;
	db->close(result);
	return n;
}

static void load_posts(const struct database *db, int64_t user, struct posts *posts)
{
	struct result *result = db->select(POSTS_BY_AUTHOR, &user, 1);
	struct row row;

	while (db->next(result, &row)) {
		struct post *post;

		if (posts->n == posts->room) {
			posts->room = 2 * posts->room + 8;
			posts->at = grow(posts->at, posts->room, sizeof(*posts->at));
		}
		post = &posts->at[posts->n++];
		post->id = row.id;
		post->created = row.created;
		strcpy(post->title, row.text);
	}
	db->close(result);
	for (size_t i = 0; i < posts->n; i++)
		posts->at[i].comments = count_comments(db, posts->at[i].id);
}

static void free_posts(struct posts *posts)
{
	free(posts->at);
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

static void put_user(struct text *t, const struct database *db, const struct user *user)
{
	struct posts posts = { NULL, 0, 0 };

	load_posts(db, user->id, &posts);
	if (posts.n == 0) {
		put(t, "%s: no posts\n", user->name);
	} else {
		const struct post *latest = find_latest(&posts), *most = find_most_discussed(&posts);

		put(t, "%s: posts %zu, comments %" PRId64, user->name, posts.n, sum_comments(&posts));
		put(t, ", latest \"%s\", most discussed \"%s\" %" PRId64 "\n", latest->title, most->title,
		    most->comments);
	}
	free_posts(&posts);
}

static void put_sums(struct text *t, const struct database *db, int64_t team, const struct users *users)
{
	int64_t n_posts = 0, n_comments = 0;

	for (size_t i = 0; i < users->n; i++) {
		struct posts posts = { NULL, 0, 0 };

		load_posts(db, users->at[i].id, &posts);
		n_posts += (int64_t)posts.n;
		n_comments += sum_comments(&posts);
		free_posts(&posts);
	}
	put(t, "team %" PRId64 ": users %zu, posts %" PRId64 ", comments %" PRId64 "\n", team, users->n, n_posts,
	    n_comments);
}

char *team_report(const struct database *db, int64_t team)
{
	struct users users = { NULL, 0, 0 };
	struct text t = { NULL, 0, 0 };

	load_users(db, team, &users);
	for (size_t i = 0; i < users.n; i++)
		put_user(&t, db, &users.at[i]);
	put_sums(&t, db, team, &users);
	free_users(&users);
	return t.at;
}
