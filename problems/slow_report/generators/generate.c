/*
 * generate: prints one test of slow_report.
 *
 *	team N SEED             a team with about N rows, an eighth of them users; beside it others, with as many rows
 *	reports N SEED          N reports about teams of three users
 *	others N MORE SEED      a team with about N rows, and MORE rows of others
 *	alike N SEED            N users of a few names; all posts of the same time, many with as many comments
 *	quiet N SEED            N users, of whom nobody has posted
 *	one N SEED              one user, with N posts; the last of them has N comments
 *	lengths                 reports about names of each length, one and two in a team
 *
 * Ids are spread over all numbers of 64 bits.
 */
#include "generate.h"

#define N_MAX 400000
#define TEAM  7

/* The k-th id of a table: another one for each k, and in no order. */
static int64_t id_of(uint64_t k)
{
	return (int64_t)(k * UINT64_C(0x9e3779b97f4a7c15));
}

static void print_user(uint64_t k, int64_t team, const char *name, uint64_t number)
{
	printf("user %" PRId64 " %" PRId64 " %s%" PRIu64 "\n", id_of(k), team, name, number);
}

static void print_post(uint64_t k, uint64_t author, int64_t created)
{
	printf("post %" PRId64 " %" PRId64 " %" PRId64 " post no. %" PRIu64 "\n", id_of(k), id_of(author), created, k);
}

static void print_comment(uint64_t k, uint64_t post)
{
	printf("comment %" PRId64 " %" PRId64 "\n", id_of(k), id_of(post));
}

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

/* What is numbered from `first` on, in each table: n / 8 users, 3 n / 8 posts, n / 2 comments, at least one user. */
static void print_rows(struct random *r, uint64_t first, int64_t n, int64_t team)
{
	uint64_t users = (uint64_t)n / 8 + 1, posts = 3 * (uint64_t)n / 8, comments = (uint64_t)n / 2;

	for (uint64_t i = 0; i < users; i++)
		print_user(first + i, team, "user ", random_below(r, 1000000));
	for (uint64_t i = 0; i < posts; i++)
		print_post(first + i, first + random_below(r, users), (int64_t)random_below(r, 1u << 30));
	for (uint64_t i = 0; posts && i < comments; i++)
		print_comment(first + i, first + random_below(r, posts));
}

static void print_team(struct arguments *a, int64_t n, int64_t more)
{
	struct random r = argument_random(a);

	print_rows(&r, 1, n, TEAM);
	if (more)
		print_rows(&r, (uint64_t)n + 2, more, TEAM + 1);
	printf("report %d\n", TEAM);
}

static void print_reports(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 20000);
	struct random r = argument_random(a);

	for (uint64_t team = 0; team < 10; team++) {
		for (uint64_t i = 0; i < 3; i++)
			print_user(3 * team + i, (int64_t)team, "user ", random_below(&r, 1000));
		for (uint64_t i = 0; i < 4; i++)
			print_post(4 * team + i, 3 * team + random_below(&r, 2), (int64_t)random_below(&r, 1000));
		for (uint64_t i = 0; i < 5; i++)
			print_comment(5 * team + i, 4 * team + random_below(&r, 4));
	}
	for (int64_t i = 0; i < n; i++)
		printf("report %" PRIu64 "\n", random_below(&r, 10));
}

static void print_alike(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX / 5);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++)
		print_user((uint64_t)i, TEAM, "same ", random_below(&r, 3));
	for (int64_t i = 0; i < 2 * n; i++)
		print_post((uint64_t)i, random_below(&r, (uint64_t)n), 5);
	for (int64_t i = 0; i < 2 * n; i++)
		print_comment((uint64_t)i, (uint64_t)i / 2 * 2);
	printf("report %d\n", TEAM);
}

static void print_quiet(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX - 2);
	struct random r = argument_random(a);

	for (int64_t i = 0; i < n; i++)
		print_user((uint64_t)i, TEAM, "quiet ", random_below(&r, 1u << 30));
	print_user((uint64_t)n, TEAM + 1, "loud ", 1);
	print_post(1, (uint64_t)n, 1);
	printf("report %d\n", TEAM);
}

static void print_one(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX / 2 - 1);
	struct random r = argument_random(a);

	print_user(1, TEAM, "writer ", 1);
	for (int64_t i = 0; i < n; i++)
		print_post((uint64_t)i, 1, (int64_t)random_below(&r, 1000));
	for (int64_t i = 0; i < n; i++)
		print_comment((uint64_t)i, (uint64_t)n - 1);
	printf("report %d\n", TEAM);
}

/* Where a text that grows is full depends on the lengths of its pieces: here are many. */
static void print_lengths(void)
{
	enum { LONGEST = 100 };
	static char name[LONGEST + 1];

	memset(name, 'n', LONGEST);
	for (int64_t i = 1; i <= LONGEST; i++) {
		printf("user %" PRId64 " %" PRId64 " %.*s\n", i, i, (int)i, name);
		printf("user %" PRId64 " %" PRId64 " %.*s\n", 1000 + i, 1000 + i, (int)i, name);
		printf("user %" PRId64 " %" PRId64 " %.*s\n", 2000 + i, 1000 + i, (int)(LONGEST + 1 - i), name);
	}
	for (int64_t i = 1; i <= LONGEST; i++)
		printf("report %" PRId64 "\nreport %" PRId64 "\n", i, 1000 + i);
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *kind = argument_word(&a, "a kind");

	if (strcmp(kind, "team") == 0) {
		int64_t n = argument_number(&a, "N", 1, N_MAX / 2 - 2);

		print_team(&a, n, n);
	} else if (strcmp(kind, "others") == 0) {
		int64_t n = argument_number(&a, "N", 1, N_MAX / 2 - 2);

		print_team(&a, n, argument_number(&a, "MORE", 0, N_MAX / 2 - 2));
	} else if (strcmp(kind, "reports") == 0) {
		print_reports(&a);
	} else if (strcmp(kind, "alike") == 0) {
		print_alike(&a);
	} else if (strcmp(kind, "quiet") == 0) {
		print_quiet(&a);
	} else if (strcmp(kind, "one") == 0) {
		print_one(&a);
	} else if (strcmp(kind, "lengths") == 0) {
		print_lengths();
	} else {
		bad_argument("team, others, reports, alike, quiet, one or lengths", kind);
	}
	return generated(&a);
}
