/*
 * database: the database of slow_report, and its judge. It talks to the driver (include/driver.c says how), answers
 * queries, counts them and the rows that they examine, and knows each report.
 *
 * Rows lie in an order that has nothing to do with their ids, and come in that order. A lookup examines one row for
 * each value, and each row that it finds; reading a table examines all its rows. A report may take 3 queries and
 * examine 3 n + 10 rows, n being the rows that it is about.
 *
 * All that is heard is a stranger's. What is rejected is so at once, in words that hold nothing of the tables.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERIES_MAX 3
#define VALUES_MAX  (1u << 20)
#define DIGITS_MAX  19
#define SLACK_BYTES 65536u /* of a report that is too long: read, so that it can be shown */

struct row {
	int64_t id, of, created;
	uint64_t place; /* rows lie by this */
	const char *text;
};

struct table {
	const char *word;
	struct row *rows; /* as they lie */
	size_t n, room;
	uint32_t *by_of; /* numbers of rows, by `of`, then as they lie */
};

enum { USERS, POSTS, COMMENTS, TABLES };
static struct table tables[TABLES] = { { .word = "users" }, { .word = "posts" }, { .word = "comments" } };

struct text {
	char *at;
	size_t len, room;
};

static const char *feedback;
static struct text all; /* the reports so far */

/* Of the report that is being made. */
static int64_t team;
static uint64_t queries, examined, examined_max;

/* ---- ends -------------------------------------------------------------------------------------------------------- */

static void leave(const char *name, const char *format, const char *a, const char *b)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", feedback, name);
	f = fopen(path, "w");
	if (!f || fprintf(f, format, a, b) < 0 || fclose(f) != 0)
		exit(1);
}

static _Noreturn void reject(const char *why)
{
	char counted[160];

	snprintf(counted, sizeof(counted),
		 "team %" PRId64 ": query %" PRIu64 ", %" PRIu64 " rows examined, at most %" PRIu64, team, queries,
		 examined, examined_max);
	leave("teammessage.txt", "%s\n%s", why, "");
	leave("judgemessage.txt", "%s; %s\n", why, counted);
	exit(43);
}

static void *more(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n, size);
	if (!p)
		exit(1);
	return p;
}

static void add(struct text *t, const char *s, size_t n)
{
	if (t->room - t->len <= n)
		t->at = more(t->at, t->room = 2 * (t->len + n + 1), 1);
	memcpy(t->at + t->len, s, n);
	t->len += n;
	t->at[t->len] = '\0';
}

static void add_text(struct text *t, const char *s)
{
	add(t, s, strlen(s));
}

static void add_number(struct text *t, const char *what, int64_t v)
{
	char digits[32];

	add_text(t, what);
	add(t, digits, (size_t)snprintf(digits, sizeof(digits), "%" PRId64, v));
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static uint64_t scramble(int64_t id)
{
	uint64_t z = (uint64_t)id + UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int as_they_lie(const void *a, const void *b)
{
	uint64_t x = ((const struct row *)a)->place, y = ((const struct row *)b)->place;

	return (x > y) - (x < y);
}

static const struct table *sorting;

static int by_of(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int64_t of_x = sorting->rows[x].of, of_y = sorting->rows[y].of;

	return of_x != of_y ? (of_x > of_y) - (of_x < of_y) : (x > y) - (x < y);
}

static void index_table(struct table *t)
{
	if (t->n > 1)
		qsort(t->rows, t->n, sizeof(*t->rows), as_they_lie);
	t->by_of = more(NULL, t->n + 1, sizeof(*t->by_of));
	for (size_t i = 0; i < t->n; i++)
		t->by_of[i] = (uint32_t)i;
	sorting = t;
	if (t->n > 1)
		qsort(t->by_of, t->n, sizeof(*t->by_of), by_of);
}

/* The rows of this: their numbers; *n of them. */
static const uint32_t *rows_of(const struct table *t, int64_t of, size_t *n)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->rows[t->by_of[middle]].of < of)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < t->n && t->rows[t->by_of[low + *n]].of == of; ++*n)
		;
	return t->by_of + low;
}

/* ---- the input --------------------------------------------------------------------------------------------------- */

static char *read_file(const char *path)
{
	struct text t = { NULL, 0, 0 };
	char some[65536];
	FILE *f = fopen(path, "r");
	size_t n;

	if (!f)
		exit(1);
	add(&t, "", 0);
	while ((n = fread(some, 1, sizeof(some), f)) > 0)
		add(&t, some, n);
	if (ferror(f))
		exit(1);
	fclose(f);
	return t.at;
}

/* A number and the blank behind it. */
static int64_t take_number(char **at)
{
	int64_t v = strtoll(*at, at, 10);

	*at += **at == ' ';
	return v;
}

static void take_row(struct table *t, char *at)
{
	struct row row = { .text = "" };

	row.id = take_number(&at);
	row.place = scramble(row.id);
	row.of = take_number(&at);
	if (t == &tables[POSTS])
		row.created = take_number(&at);
	row.text = at;
	if (t->n == t->room)
		t->rows = more(t->rows, t->room = 2 * t->n + 16, sizeof(*t->rows));
	t->rows[t->n++] = row;
}

/* Returns the teams of the reports; the input is one that the input validator has allowed. */
static int64_t *take_input(char *text, size_t *n)
{
	static const char *const words[] = { "user ", "post ", "comment ", "report " };
	int64_t *teams = NULL;
	char *save = NULL;

	*n = 0;
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		int which = 0;

		while (which < TABLES && strncmp(line, words[which], strlen(words[which])) != 0)
			which++;
		line += strlen(words[which]);
		if (which < TABLES) {
			take_row(&tables[which], line);
			continue;
		}
		if ((*n & (*n - 1)) == 0)
			teams = more(teams, 2 * *n + 1, sizeof(*teams));
		teams[(*n)++] = strtoll(line, NULL, 10);
	}
	return teams;
}

/* ---- the right report -------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = strcmp(x->text, y->text);

	return order ? order : (x->id > y->id) - (x->id < y->id);
}

struct sums {
	int64_t users, posts, comments;
};

static void add_user(struct text *t, const struct row *user, struct sums *sums)
{
	const struct row *latest = NULL, *discussed = NULL;
	size_t n_posts, n_comments, most = 0, comments = 0;
	const uint32_t *posts = rows_of(&tables[POSTS], user->id, &n_posts);

	for (size_t i = 0; i < n_posts; i++) {
		const struct row *post = &tables[POSTS].rows[posts[i]];

		(void)rows_of(&tables[COMMENTS], post->id, &n_comments);
		comments += n_comments;
		if (!latest || post->created > latest->created ||
		    (post->created == latest->created && post->id > latest->id))
			latest = post;
		if (!discussed || n_comments > most || (n_comments == most && post->id < discussed->id)) {
			discussed = post;
			most = n_comments;
		}
	}
	sums->users++;
	sums->posts += (int64_t)n_posts;
	sums->comments += (int64_t)comments;
	add_text(t, user->text);
	if (!latest) {
		add_text(t, ": no posts\n");
		return;
	}
	add_number(t, ": posts ", (int64_t)n_posts);
	add_number(t, ", comments ", (int64_t)comments);
	add_text(t, ", latest \"");
	add_text(t, latest->text);
	add_text(t, "\", most discussed \"");
	add_text(t, discussed->text);
	add_number(t, "\" ", (int64_t)most);
	add_text(t, "\n");
}

static struct text right_report(struct sums *sums)
{
	struct text t = { NULL, 0, 0 };
	size_t n;
	const uint32_t *numbers = rows_of(&tables[USERS], team, &n);
	const struct row **users = more(NULL, n + 1, sizeof(*users));

	*sums = (struct sums){ 0, 0, 0 };
	for (size_t i = 0; i < n; i++)
		users[i] = &tables[USERS].rows[numbers[i]];
	if (n > 1)
		qsort(users, n, sizeof(*users), by_name);
	for (size_t i = 0; i < n; i++)
		add_user(&t, users[i], sums);
	free(users);
	add_number(&t, "team ", team);
	add_number(&t, ": users ", sums->users);
	add_number(&t, ", posts ", sums->posts);
	add_number(&t, ", comments ", sums->comments);
	add_text(&t, "\n");
	return t;
}

/* ---- queries ----------------------------------------------------------------------------------------------------- */

static const struct table *hear_table(void)
{
	char word[16];

	if (scanf("%15s", word) == 1)
		for (int i = 0; i < TABLES; i++)
			if (strcmp(word, tables[i].word) == 0)
				return &tables[i];
	reject("it does not speak to the database");
}

/* Of 19 digits at most, the smallest number but one too: what no client writes is no number. */
static int64_t hear_number(void)
{
	char digits[DIGITS_MAX + 3], *end;
	int64_t v;

	if (scanf("%21s", digits) != 1)
		reject("it does not speak to the database");
	v = strtoll(digits, &end, 10);
	if (*end || end == digits)
		reject("it does not speak to the database");
	return v;
}

static void count_query(uint64_t rows)
{
	examined += rows;
	if (examined > examined_max)
		reject("over 3 n + 10 rows were examined");
}

static void begin_query(void)
{
	if (++queries > QUERIES_MAX)
		reject("more than 3 queries for a report");
}

static void say_row(const struct row *row)
{
	printf("%" PRId64 " %" PRId64 " %" PRId64 " %zu %s\n", row->id, row->of, row->created, strlen(row->text),
	       row->text);
}

static void answer_all(void)
{
	const struct table *t = hear_table();

	begin_query();
	count_query(t->n);
	printf("%zu\n", t->n);
	for (size_t i = 0; i < t->n; i++)
		say_row(&t->rows[i]);
	fflush(stdout);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void answer_select(void)
{
	const struct table *t = hear_table();
	int64_t n = hear_number();
	uint32_t *found = NULL;
	size_t n_found = 0;

	if (n < 1 || n > VALUES_MAX)
		reject("it does not speak to the database");
	begin_query();
	for (int64_t i = 0; i < n; i++) {
		size_t n_some;
		const uint32_t *some = rows_of(t, hear_number(), &n_some);

		count_query(1 + n_some);
		if (!n_some)
			continue;
		found = more(found, n_found + n_some, sizeof(*found));
		memcpy(found + n_found, some, n_some * sizeof(*found));
		n_found += n_some;
	}
	if (n_found > 1)
		qsort(found, n_found, sizeof(*found), by_number);
	printf("%zu\n", n_found);
	for (size_t i = 0; i < n_found; i++)
		say_row(&t->rows[found[i]]);
	fflush(stdout);
	free(found);
}

/* ---- a report ---------------------------------------------------------------------------------------------------- */

/* The first line that differs, of both. */
static void show_difference(const char *right, const char *heard)
{
	size_t at = 0;

	for (size_t i = 0; right[i] && right[i] == heard[i]; i++)
		if (right[i] == '\n')
			at = i + 1;
	leave("teammessage.txt", "%s\n%s", "the report is wrong", "");
	leave("judgemessage.txt", "expected: %.300s\n\nfound:    %.300s\n", right + at, heard + at);
	exit(43);
}

static void hear_report(const struct text *right)
{
	int64_t len = hear_number();
	char *heard;

	if (len < 0 || (uint64_t)len > right->len + SLACK_BYTES)
		reject("the report is far too long");
	heard = more(NULL, (size_t)len + 1, 1);
	if (getchar() != '\n' || fread(heard, 1, (size_t)len, stdin) != (size_t)len)
		reject("it does not speak to the database");
	heard[len] = '\0';
	if ((size_t)len != right->len || memcmp(heard, right->at, right->len) != 0)
		show_difference(right->at, heard);
	free(heard);
}

static void play_report(void)
{
	struct sums sums;
	struct text right = right_report(&sums);
	char word[16];

	queries = examined = 0;
	examined_max = 3 * (uint64_t)(sums.users + sums.posts + sums.comments) + 10;
	printf("report %" PRId64 "\n", team);
	fflush(stdout);
	for (;;) {
		if (scanf("%15s", word) != 1)
			reject("it ended before the report");
		if (strcmp(word, "select") == 0)
			answer_select();
		else if (strcmp(word, "all") == 0)
			answer_all();
		else if (strcmp(word, "text") == 0)
			break;
		else
			reject("it does not speak to the database");
	}
	hear_report(&right);
	add(&all, right.at, right.len);
	free(right.at);
}

/* What is written beside a test by hand is what this program must find. */
static int check_written(const char *written)
{
	return !*written || strcmp(written, all.at) == 0 ? 42 : 1;
}

int main(int argc, char **argv)
{
	size_t n;
	int64_t *teams;

	if (argc < 4)
		return 1;
	feedback = argv[3];
	teams = take_input(read_file(argv[1]), &n);
	for (int i = 0; i < TABLES; i++)
		index_table(&tables[i]);
	add(&all, "", 0);
	for (size_t i = 0; i < n; i++) {
		team = teams[i];
		play_report();
	}
	return check_written(read_file(argv[2]));
}
