/* What standard_scores promises: the same scores by the rules of 2025-09, or no package at all. */
#include "judge/package/standard.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEST(path)                 \
	{ path ".in", "1 2\n" },   \
	{                          \
		path ".ans", "3\n" \
	}
#define FORGIVING "on_reject: continue\ngrader_flags: accept_if_any_accepted ignore_sample\n"
#define GROUP(n)  "on_reject: break\ngrader_flags: min\naccept_score: " #n "\n"

struct file {
	const char *path, *text;
};

#define FILES_MAX 12

/* A legacy package with scores and these files below data/; its settings in data/ are `root`. */
static void put(const struct place *place, const char *root, const struct file files[FILES_MAX])
{
	char path[256];

	place_take(place, "data");
	place_put(place, "problem.yaml", "name: X\ntype: scoring\n");
	place_put(place, "data/testdata.yaml", root);
	for (size_t i = 0; i < FILES_MAX && files[i].path; i++) {
		snprintf(path, sizeof(path), "data/%s", files[i].path);
		place_put(place, path, files[i].text);
	}
}

/* Every file of settings that is written, one after the other. */
static void write_all(const struct problem *p, const struct standard_node *nodes, struct buf *out)
{
	buf_init(out, 1 << 16);
	for (size_t i = 0; i < p->n_nodes; i++) {
		cleanup_buf struct buf one;

		buf_init(&one, 4096);
		standard_put_scores(&nodes[i], &one);
		if (one.len)
			buf_printf(out, "# %s\n%s", nodes[i].folder, one.data);
	}
}

static void scores__are_those_of_2025_09(void **state)
{
	static const struct {
		const char *root;
		struct file files[FILES_MAX];
		const char *text;
	} rows[] = {
		/* Groups of all or nothing, as olympiads have them. */
		{ FORGIVING,
		  { TEST("sample/1"),
		    TEST("secret/a/1"),
		    { "secret/a/testdata.yaml", GROUP(10) },
		    TEST("secret/b/1"),
		    { "secret/b/testdata.yaml", GROUP(30) } },
		  "# secret\nmax_score: 40\nscore_aggregation: sum\n# secret/a\nmax_score: 10\nscore_aggregation: "
		  "pass-fail\n# secret/b\nmax_score: 30\nscore_aggregation: pass-fail\n" },
		/* A group that is only there to add up others. */
		{ FORGIVING,
		  { TEST("secret/b/easy/1"),
		    { "secret/b/easy/testdata.yaml", GROUP(20) },
		    TEST("secret/b/hard/1"),
		    { "secret/b/hard/testdata.yaml", GROUP(30) } },
		  "# secret\nmax_score: 50\nscore_aggregation: sum\n# secret/b-easy\nmax_score: 20\n"
		  "score_aggregation: pass-fail\n# secret/b-hard\nmax_score: 30\nscore_aggregation: pass-fail\n" },
		/* Points for each test. */
		{ FORGIVING "accept_score: 5\n",
		  { TEST("secret/1"), TEST("secret/2") },
		  "# secret\nmax_score: 10\nscore_aggregation: sum\n" },
		/* The average of two. */
		{ "on_reject: continue\ngrader_flags: avg accept_if_any_accepted ignore_sample\naccept_score: 50\n",
		  { TEST("secret/1"), TEST("secret/2") },
		  "# secret\nmax_score: 50\nscore_aggregation: sum\n" },
		/* Nothing unless everything; samples are part of it. */
		{ "accept_score: 5\n",
		  { { "sample/testdata.yaml", "accept_score: 0\n" },
		    TEST("sample/1"),
		    TEST("secret/1"),
		    TEST("secret/2") },
		  "# secret\nmax_score: 10\nscore_aggregation: pass-fail\nrequire_pass: \"sample\"\n" },
		/* The same with groups. */
		{ "grader_flags: ignore_sample\n",
		  { TEST("secret/a/1"), TEST("secret/b/1") },
		  "# secret\nmax_score: 2\nscore_aggregation: pass-fail\n# secret/a\nmax_score: 1\n"
		  "score_aggregation: pass-fail\n# secret/b\nmax_score: 1\nscore_aggregation: pass-fail\n" },
		/* Behind a group that fails none is looked at. */
		{ "on_reject: break\ngrader_flags: accept_if_any_accepted ignore_sample\n",
		  { TEST("secret/a/1"), TEST("secret/b/1"), TEST("secret/c/1") },
		  "# secret\nmax_score: 3\nscore_aggregation: sum\n# secret/a\nmax_score: 1\nscore_aggregation: "
		  "pass-fail\n# secret/b\nmax_score: 1\nscore_aggregation: pass-fail\nrequire_pass: \"secret/a\"\n"
		  "# secret/c\nmax_score: 1\nscore_aggregation: pass-fail\nrequire_pass: \"secret/b\"\n" },
		/* The worst group. */
		{ "grader_flags: min ignore_sample\n",
		  { TEST("secret/a/1"), TEST("secret/b/1"), { "secret/b/testdata.yaml", GROUP(3) } },
		  "# secret\nmax_score: 3\nscore_aggregation: min\n# secret/a\nmax_score: 1\nscore_aggregation: "
		  "pass-fail\n# secret/b\nmax_score: 3\nscore_aggregation: pass-fail\n" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_arena struct arena memory;
		cleanup_problem struct problem *p = NULL;
		cleanup_buf struct buf out;
		const struct standard_node *nodes = NULL;
		struct err e = ERR_INIT;

		arena_init(&memory, 1 << 20);
		put(*state, rows[i].root, rows[i].files);
		p = place_load(*state);
		if (standard_scores(p, &memory, &nodes, &e) < 0)
			fail_msg("row %zu: %s", i, e.text);
		write_all(p, nodes, &out);
		assert_string_equal(out.data, rows[i].text);
	}
}

static void scores__that_would_be_others_are_refused(void **state)
{
	static const struct {
		const char *root;
		struct file files[FILES_MAX];
		const char *error;
	} rows[] = {
		{ FORGIVING "accept_score: 1.5\n",
		  { TEST("secret/1") },
		  "data/secret: a score that is no whole number" },
		{ FORGIVING "accept_score: -1\n", { TEST("secret/1") }, "data/secret: scores below 0" },
		{ FORGIVING "reject_score: 1\n", { TEST("secret/1") }, "data/secret: a score for what is rejected" },
		{ "on_reject: continue\ngrader_flags: max accept_if_any_accepted\n",
		  { TEST("secret/1"), TEST("secret/2") },
		  "data/secret: the best of several scores" },
		{ "on_reject: break\ngrader_flags: accept_if_any_accepted\n",
		  { TEST("secret/1"), TEST("secret/2") },
		  "data/secret: the scores of the tests before the first failure" },
		{ FORGIVING,
		  { { "secret/a/testdata.yaml", "on_reject: break\n" }, TEST("secret/a/x/1"), TEST("secret/a/y/1") },
		  "data/secret/a: groups in a group, with rules of their own" },
		{ FORGIVING,
		  { TEST("secret/a/b/1"), TEST("secret/a-b/1") },
		  "data/secret/a/b: two groups that would have one name" },
		{ FORGIVING, { TEST("secret/a/1"), TEST("secret/1") }, "data/secret: tests beside groups" },
		{ "on_reject: continue\ngrader_flags: avg accept_if_any_accepted ignore_sample\n",
		  { TEST("secret/a/1"), TEST("secret/b/1") },
		  "data/secret: the average or the best of its groups" },
		{ "grader_flags: accept_if_any_accepted\n",
		  { TEST("sample/1"), TEST("secret/1") },
		  "data/sample: scores for samples" },
		{ "on_reject: break\ngrader_flags: accept_if_any_accepted ignore_sample\n",
		  { { "secret/a/testdata.yaml", "on_reject: continue\n" },
		    TEST("secret/a/1"),
		    TEST("secret/a/2"),
		    TEST("secret/b/1") },
		  "data/secret/a: a group of shares that others wait for" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup_arena struct arena memory;
		cleanup_problem struct problem *p = NULL;
		const struct standard_node *nodes = NULL;
		struct err e = ERR_INIT;
		char text[256];

		arena_init(&memory, 1 << 20);
		put(*state, rows[i].root, rows[i].files);
		p = place_load(*state);
		snprintf(text, sizeof(text), "problem two_sum: %s, which 2025-09 has no words for", rows[i].error);
		assert_int_equal(standard_scores(p, &memory, &nodes, &e), -EINVAL);
		assert_string_equal(e.text, text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scores__are_those_of_2025_09, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(scores__that_would_be_others_are_refused, place_make_legacy,
						place_remove),
	};

	return cmocka_run_group_tests_name("standard_scores", tests, NULL, NULL);
}
