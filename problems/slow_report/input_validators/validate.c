/*
 * validate: is standard input a test of slow_report? Lines "user ID TEAM NAME", "post ID AUTHOR CREATED TITLE" and
 * "comment ID POST" in any order, then at least one line "report TEAM". No id stands twice in a table, a post's author
 * is a user, and a comment is on a post.
 */
#include "validate.h"

#define ROWS_MAX    400000
#define REPORTS_MAX 20000
#define TEXT_MAX    100

struct ids {
	int64_t at[ROWS_MAX];
	size_t n;
};

static struct ids users, posts, comments, authors, commented;

static void add(struct ids *ids, int64_t id)
{
	must(ids->n < ROWS_MAX, "more than 400000 rows in a table");
	ids->at[ids->n++] = id;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void sort(struct ids *ids, const char *complaint)
{
	qsort(ids->at, ids->n, sizeof(ids->at[0]), by_value);
	for (size_t i = 1; i < ids->n; i++)
		must(ids->at[i - 1] != ids->at[i], complaint);
}

static void must_hold(const struct ids *ids, const struct ids *used, const char *complaint)
{
	for (size_t i = 0; i < used->n; i++)
		must(bsearch(&used->at[i], ids->at, ids->n, sizeof(ids->at[0]), by_value) != NULL, complaint);
}

static int64_t read_any(void)
{
	return read_number(INT64_MIN, INT64_MAX);
}

static void read_text(void)
{
	must(peek_char() != ' ', "one blank expected");
	must(read_line(TEXT_MAX) > 0, "a text of at least one byte expected");
}

static void check_user(void)
{
	add(&users, read_any());
	read_blank();
	read_any();
	read_blank();
	read_text();
}

static void check_post(void)
{
	add(&posts, read_any());
	read_blank();
	add(&authors, read_any());
	read_blank();
	read_any();
	read_blank();
	read_text();
}

static void check_comment(void)
{
	add(&comments, read_any());
	read_blank();
	add(&commented, read_any());
	read_newline();
}

int main(void)
{
	char word[16];
	long reports = 0;

	while (!at_end()) {
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		read_blank();
		if (strcmp(word, "report") == 0) {
			must(++reports <= REPORTS_MAX, "more than 20000 reports");
			read_any();
			read_newline();
			continue;
		}
		must(reports == 0, "a row behind a report");
		if (strcmp(word, "user") == 0)
			check_user();
		else if (strcmp(word, "post") == 0)
			check_post();
		else if (strcmp(word, "comment") == 0)
			check_comment();
		else
			invalid("user, post, comment or report expected");
	}
	must(reports > 0, "no report");
	must(users.n + posts.n + comments.n <= ROWS_MAX, "more than 400000 rows");
	sort(&users, "two users with one id");
	sort(&posts, "two posts with one id");
	sort(&comments, "two comments with one id");
	must_hold(&users, &authors, "a post of no user");
	must_hold(&posts, &commented, "a comment on no post");
	valid_at_end();
}
