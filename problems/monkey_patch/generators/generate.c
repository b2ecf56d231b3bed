/*
 * generate: prints one test of monkey_patch.
 *
 *	deep N                   N patches of one method, then four calls
 *	fill N SEED              N patches of N/8 methods, N/4 calls, then all are removed in random order
 *	steady N SEED            1,000 patches of 125 methods, then N operations: a patch is replaced, or a call
 *	moving N SEED            as many methods as the root of N, and as many patches of each; all but the oldest
 *	                         are removed before the next method gets its own
 *	inside N                 one call in which N patches are made and removed
 *	random N METHODS SEED    N operations of all kinds
 */
#include "generate.h"

#define N_MAX       (1 << 20)
#define METHODS_MAX 10000

static void operation(const char *word, int64_t a)
{
	fputs(word, stdout);
	putchar_unlocked(' ');
	print_number(a);
	putchar_unlocked('\n');
}

static void patch(int64_t method, const char *kind, int64_t k)
{
	fputs("patch ", stdout);
	print_number(method);
	printf(" %s ", kind);
	print_number(k);
	putchar_unlocked('\n');
}

static void call(int64_t method, int64_t argument)
{
	fputs("call ", stdout);
	print_number(method);
	putchar_unlocked(' ');
	print_number(argument);
	putchar_unlocked('\n');
}

static struct random argument_random(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static void print_deep(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);

	operation("create", 1);
	for (int64_t i = 0; i < n; i++)
		patch(0, i % 16 ? "add" : "times", 3 + i % 7);
	for (int64_t i = 0; i < 4; i++)
		call(0, i);
}

/* Products do not commute with sums, so the order of the patches shows in the result. */
static void simple_patch(struct random *r, int64_t method)
{
	patch(method, random_below(r, 3) ? "add" : "times", random_between(r, 2, 9));
}

static void print_fill(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 8, 8 * METHODS_MAX);
	struct random r = argument_random(a);
	int64_t *patches = generate_alloc((size_t)n, sizeof(*patches));

	operation("create", n / 8);
	for (int64_t i = 0; i < n; i++) {
		simple_patch(&r, i % (n / 8));
		patches[i] = i + 1;
	}
	for (int64_t i = 0; i < n / 4; i++)
		call(random_between(&r, 0, n / 8 - 1), i % 10);
	random_shuffle(&r, patches, (size_t)n);
	for (int64_t i = 0; i < n; i++)
		operation("unpatch", patches[i]);
	call(0, 1);
}

static void print_steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 300000);
	struct random r = argument_random(a);
	int64_t patches[1000], made = 0; /* patch i is one of method i / 8 */

	operation("create", 125);
	for (int64_t i = 0; i < 1000; i++) {
		simple_patch(&r, i / 8);
		patches[i] = ++made;
	}
	for (int64_t i = 0; i < n; i += 3) {
		int64_t replaced = random_between(&r, 0, 999);

		operation("unpatch", patches[replaced]);
		simple_patch(&r, replaced / 8);
		patches[replaced] = ++made;
		call(replaced / 8, i % 10);
	}
}

static void print_moving(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 131072), root = 1, made = 0;
	struct random r = argument_random(a);

	while ((root + 1) * (root + 1) <= n)
		root++;
	operation("create", root);
	for (int64_t method = 0; method < root; method++) {
		for (int64_t i = 0; i < root; i++) {
			simple_patch(&r, method);
			made++;
		}
		call(method, method % 10);
		for (int64_t i = 1; i < root; i++)
			operation("unpatch", made + 1 - i);
	}
}

static void print_inside(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, 1000000);

	operation("create", 1);
	patch(0, "add", 1);
	patch(0, "churn", n);
	patch(0, "times", 2);
	call(0, 5);
}

static void random_patch(struct random *r, int64_t methods, int64_t made)
{
	static const char *const kinds[] = { "add",  "times", "arg",  "hide",  "once",  "late",
					     "drop", "clear", "wrap", "churn", "twice", "again" };
	static int64_t many;
	uint64_t kind = random_below(r, 12);
	int64_t k = random_between(r, 1, 9);

	/* Few that hide or clear all, and at most 8 of the last two kinds. */
	if ((kind == 3 || kind == 7) && random_below(r, 3))
		kind = 0;
	if (kind >= 10 && many++ >= 8)
		kind = 1;
	if (kind == 6)
		k = random_between(r, made > 12 ? made - 12 : 1, made + 4);
	patch(random_between(r, 0, methods - 1), kinds[kind], k);
}

static void print_random(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 1, N_MAX);
	int64_t methods = argument_number(a, "METHODS", 1, METHODS_MAX);
	struct random r = argument_random(a);
	int64_t made = 0, restores = 0;

	operation("create", methods);
	for (int64_t i = 0; i < n; i++) {
		uint64_t pick = random_below(&r, 64);

		if (pick < 20) {
			random_patch(&r, methods, made);
			made++;
		} else if (pick < 38 && made) {
			operation("unpatch", random_between(&r, made > 30 ? made - 30 : 1, made));
		} else if (pick < 39 && made) {
			printf("unpatch_at %d ", (int)random_between(&r, 0, methods - 1));
			print_number(random_between(&r, made > 30 ? made - 30 : 1, made));
			putchar_unlocked('\n');
		} else if (pick == 39 && restores++ < 100) {
			puts("restore");
		} else {
			call(random_between(&r, 0, methods - 1), random_between(&r, -9, 9));
		}
	}
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!strcmp(mode, "deep"))
		print_deep(&a);
	else if (!strcmp(mode, "fill"))
		print_fill(&a);
	else if (!strcmp(mode, "steady"))
		print_steady(&a);
	else if (!strcmp(mode, "moving"))
		print_moving(&a);
	else if (!strcmp(mode, "inside"))
		print_inside(&a);
	else if (!strcmp(mode, "random"))
		print_random(&a);
	else
		bad_argument("a mode", mode);
	return generated(&a);
}
