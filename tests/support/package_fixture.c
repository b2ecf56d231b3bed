/*
 * package_fixture: the two packages that tests begin with, and what they do to them.
 *
 * Each test has a directory of its own, which goes with the test. Nothing in it is ever run.
 */
#include "tests/support/package_fixture.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- the packages ----------------------------------------------------------------------------------------------- */

#define PROBLEM_YAML                                   \
	"problem_format_version: 2025-09\n"            \
	"type: pass-fail\n"                            \
	"name: {en: Two sum, de: Zwei}\n"              \
	"uuid: 4b1f0ad8-8a2b-4b3c-9d51-0f4b8e2f4c11\n" \
	"license: cc by-sa\n"                          \
	"rights_owner: Somebody\n"                     \
	"limits:\n"                                    \
	"  time_limit: 2.0\n"                          \
	"  memory: 64\n"                               \
	"languages: [c]\n"

#define JUDGE_YAML                                                                                   \
	"format: 1\n"                                                                                \
	"section: Data structures\n"                                                                 \
	"difficulty: easy\n"                                                                         \
	"driver: driver.c\n"                                                                         \
	"prelude: two_sum.h\n"                                                                       \
	"signature:\n"                                                                               \
	"  - {name: twoSum, type: \"int (const int *, int)\"}\n"                                     \
	"model: accepted/good.c\n"                                                                   \
	"complexity: {time: \"O(n)\", space: \"O(1)\"}\n"                                            \
	"limits: {stack: 4, open_files: 8, processes: 2, wall: 7.5}\n"                               \
	"checker: case_sensitive\n"                                                                  \
	"rules:\n"                                                                                   \
	"  - {forbid: call, what: qsort, why: \"sorting is the task\"}\n"                            \
	"  - {require: include, what: stdio.h}\n"                                                    \
	"groups:\n"                                                                                  \
	"  - {name: edge, what: \"the edges\"}\n"                                                    \
	"  - {name: basic, what: \"the rest\"}\n"                                                    \
	"tests:\n"                                                                                   \
	"  - {group: basic, name: 02-b, reason: \"later\", generate: \"random 7\"}\n"                \
	"  - group: basic\n"                                                                         \
	"    name: 01-a\n"                                                                           \
	"    reason: \"earlier\"\n"                                                                  \
	"    input: |\n"                                                                             \
	"      1 2\n"                                                                                \
	"    answer: |\n"                                                                            \
	"      3\n"                                                                                  \
	"  - {group: edge, name: committed, reason: \"a file\"}\n"                                   \
	"references:\n"                                                                              \
	"  - {file: accepted/good.c, verdict: AC}\n"                                                 \
	"  - {file: wrong_answer/bad.c, verdict: WA, trap: \"forgets\"}\n"                           \
	"  - {file: rejected/slow, verdict: TLE, reason: complexity, trap: \"t\", family: grow}\n"   \
	"families:\n"                                                                                \
	"  - {name: grow, what: \"n grows\", generate: \"random {n}\", time: \"n\", space: \"1\"}\n" \
	"hints: [\"mild\", \"strong\"]\n"

struct text_file {
	const char *path;
	const char *content;
};

static const struct text_file ours[] = {
	{ "problem.yaml", PROBLEM_YAML },
	{ "judge.yaml", JUDGE_YAML },
	{ "statement/problem.en.md", "Add two numbers.\n" },
	{ "include/driver.c", "int driver;\n" },
	{ "include/two_sum.h", "#include <stdio.h>\n" },
	{ "attachments/two_sum.c", "int twoSum(const int *a, int n);\n" },
	{ "generators/generate.c", "int main(void) { return 0; }\n" },
	{ "generators/random.h", "int r;\n" },
	{ "generators/README.md", "How to.\n" },
	{ "input_validators/validate.c", "int main(void) { return 42; }\n" },
	{ "data/sample/1.in", "1 2\n" },
	{ "data/sample/1.ans", "3\n" },
	{ "data/secret/edge/committed.in", "0 0\n" },
	{ "data/secret/edge/committed.ans", "0\n" },
	{ "submissions/README.md", "What they show.\n" },
	{ "submissions/accepted/good.c", "int good;\n" },
	{ "submissions/wrong_answer/bad.c", "int bad;\n" },
	{ "submissions/rejected/slow/a.c", "int a;\n" },
	{ "submissions/rejected/slow/b.h", "int b;\n" },
};

static const struct text_file theirs[] = {
	{ "problem.yaml", "problem_format_version: 2025-09\n"
			  "name: Hello\n"
			  "uuid: 4b1f0ad8\n" },
	{ "statement/problem.sv.md", "Hej.\n" },
	{ "data/sample/hello.in", "1\n" },
	{ "data/sample/hello.ans", "1\n" },
	{ "data/sample/test_group.yaml", "output_validator_args: [float_tolerance, 1e-6]\n" },
	{ "data/secret/test_group.yaml", "output_validator_args: [float_tolerance, 1e-6]\nmax_score: 100\n" },
	{ "data/secret/group2/test_group.yaml", "" },
	{ "data/secret/group2/01.in", "2\n" },
	{ "data/secret/group2/01.ans", "2\n" },
	{ "data/secret/group10/test_group.yaml", "full_feedback: true\n" },
	{ "data/secret/group10/z.in", "3\n" },
	{ "data/secret/group10/z.ans", "3\n" },
	{ "data/secret/group10/z.yaml", "description: |\n  the largest number\n  and more\nfull_feedback: false\n" },
	{ "data/secret/group10/deep/a.in", "4\n" },
	{ "data/secret/group10/deep/a.ans", "4\n" },
	{ "data/secret/group10/deep/a.png", "" },
	{ "data/invalid_input/bad.in", "x\n" },
	{ "input_validators/validate.py", "\n" },
	{ "input_validators/validate.c", "int main(void) { return 42; }\n" },
	{ "submissions/accepted/good.c", "int good;\n" },
	{ "submissions/accepted/good.py", "print(1)\n" },
	{ "submissions/accepted/two/main.c", "int two;\n" },
	{ "submissions/accepted/java/Main.java", "class Main {}\n" },
	{ "submissions/rejected/bad.c", "int bad;\n" },
	{ "submissions/mixed/odd.c", "int odd;\n" },
	{ "include/c/helper.h", "int c;\n" },
	{ "include/default/helper.h", "int other;\n" },
	{ "include/default/more.h", "int more;\n" },
	{ "attachments/templates/c/start.c", "int main(void) {}\n" },
};

static const struct text_file legacy[] = {
	{ "problem.yaml", "author: Somebody\n"
			  "license: cc by-sa\n"
			  "validator_flags: float_tolerance 1e-6\n"
			  "keywords: dp graphs\n"
			  "limits:\n"
			  "  time_multiplier: 4\n"
			  "  memory: 64\n" },
	{ "problem_statement/problem.en.tex", "\\problemname{A {nested} name}\nAdd.\n" },
	{ "data/sample/1.in", "1\n" },
	{ "data/sample/1.ans", "1\n" },
	{ "data/secret/testdata.yaml", "input_validator_flags: big\n" },
	{ "data/secret/01.in", "2\n" },
	{ "data/secret/01.ans", "2\n" },
	{ "data/secret/01.desc", "the smallest\nof all\n" },
	{ "data/secret/group1/testdata.yaml", "output_validator_flags: case_sensitive\n" },
	{ "data/secret/group1/easy/a.in", "3\n" },
	{ "data/secret/group1/easy/a.ans", "3\n" },
	{ "data/secret/group1/b.in", "4\n" },
	{ "data/secret/group1/b.ans", "4\n" },
	{ "input_format_validators/check.c", "int main(void) { return 42; }\n" },
	{ "submissions/accepted/good.c", "int good;\n" },
	{ "submissions/time_limit_exceeded/slow.c", "int slow;\n" },
	{ "submissions/mixed/both.c", "/* @EXPECTED_RESULTS@: TIMELIMIT, run_time_error */\n" },
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- a place for them ------------------------------------------------------------------------------------------- */

static void put_at(const char *dir, const char *path, const void *p, size_t n)
{
	cleanup_free char *full = fs_join(dir, path);
	cleanup_free char *folder = full ? strdup(full) : NULL;
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;

	assert_non_null(folder);
	*strrchr(folder, '/') = 0;
	assert_int_equal(fs_mkdirs(folder, 0755, &e), 0);
	fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(fs_write_fd(fd, p, n, &e), 0);
}

void place_put(const struct place *p, const char *path, const char *content)
{
	put_at(p->dir, path, content, strlen(content));
}

void place_put_bytes(const struct place *p, const char *path, const void *content, size_t n)
{
	put_at(p->dir, path, content, n);
}

void place_put_beside(const struct place *p, const char *path, const char *content)
{
	put_at(p->path, path, content, strlen(content));
}

void place_take(const struct place *p, const char *path)
{
	cleanup_free char *full = fs_join(p->dir, path);
	struct err e = ERR_INIT;

	assert_non_null(full);
	assert_int_equal(fs_remove_tree(AT_FDCWD, full, &e), 0);
}

void place_put_link(const struct place *p, const char *path, const char *target)
{
	cleanup_free char *full = fs_join(p->dir, path);

	assert_non_null(full);
	assert_int_equal(symlink(target, full), 0);
}

static void put_all(const struct place *p, const struct text_file *files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		place_put(p, files[i].path, files[i].content);
}

void place_put_huge(const struct place *p, const char *path, off_t bytes)
{
	cleanup_free char *full = fs_join(p->dir, path);

	place_put(p, path, "");
	assert_int_equal(truncate(full, bytes), 0);
}

void place_put_ours(const struct place *p)
{
	put_all(p, ours, COUNT(ours));
}

int place_make_empty(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	struct err e = ERR_INIT;

	if (!p || fs_temp_dir(NULL, "judge-test-problem-", &p->path, &e) < 0)
		return -1;
	p->dir = fs_join(p->path, "two_sum");
	*state = p;
	return p->dir ? 0 : -1;
}

int place_make_ours(void **state)
{
	if (place_make_empty(state) < 0)
		return -1;
	place_put_ours(*state);
	return 0;
}

int place_make_theirs(void **state)
{
	if (place_make_empty(state) < 0)
		return -1;
	put_all(*state, theirs, COUNT(theirs));
	return 0;
}

int place_make_legacy(void **state)
{
	if (place_make_empty(state) < 0)
		return -1;
	put_all(*state, legacy, COUNT(legacy));
	return 0;
}

int place_remove(void **state)
{
	struct place *p = *state;
	struct err e = ERR_INIT;
	const int r = fs_remove_tree(AT_FDCWD, p->path, &e);

	unsetenv("JUDGE_PROBLEMS");
	free(p->path);
	free(p->dir);
	free(p);
	return r;
}

struct problem *place_load(const struct place *p)
{
	struct problem *problem = NULL;
	struct err e = ERR_INIT;

	if (problem_load(p->dir, &problem, &e) < 0)
		fail_msg("%s", e.text);
	return problem;
}

void assert_damaged(const struct place *p, const char *error)
{
	static const char prefix[] = "problem two_sum: ";
	struct problem *problem = NULL;
	struct err e = ERR_INIT;

	if (problem_load(p->dir, &problem, &e) == 0) {
		problem_free(problem);
		fail_msg("it loads, though: %s", error);
	}
	assert_null(problem);
	assert_int_equal(e.code, -EINVAL);
	assert_int_equal(strncmp(e.text, prefix, strlen(prefix)), 0);
	assert_string_equal(e.text + strlen(prefix), error);
	assert_null(strchr(e.text, '\n'));
}

void assert_unreadable(const struct place *p, const char *error)
{
	struct problem *problem = NULL;
	struct err e = ERR_INIT;
	char expected[ERR_TEXT_MAX];

	snprintf(expected, sizeof(expected), "problem %s: %s", p->dir, error);
	assert_int_equal(problem_load(p->dir, &problem, &e), -EINVAL);
	assert_string_equal(e.text, expected);
}

void place_edit(const struct place *p, const char *path, const char *old, const char *new)
{
	const struct text_file *file = ours;
	const char *at;
	cleanup_buf struct buf b;

	while (strcmp(file->path, path) != 0)
		file++;
	at = strstr(file->content, old);
	buf_init(&b, 1 << 20);
	if (!at)
		fail_msg("nothing to edit: %s", old);
	assert_int_equal(buf_append(&b, file->content, (size_t)(at - file->content)), 0);
	assert_int_equal(buf_puts(&b, new), 0);
	assert_int_equal(buf_puts(&b, at + strlen(old)), 0);
	place_put(p, path, b.data);
}

void assert_each_damage(const struct place *p, const char *path, const struct damage *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		place_edit(p, path, d[i].old, d[i].new);
		assert_damaged(p, d[i].error);
	}
}

const struct problem_test *find_test(const struct problem *p, const char *group, const char *name)
{
	for (size_t i = 0; i < p->n_tests; i++)
		if (strcmp(p->tests[i].group, group) == 0 && strcmp(p->tests[i].name, name) == 0)
			return &p->tests[i];
	fail_msg("no test %s/%s", group, name);
	return NULL;
}

bool has_note(const struct problem *p, const char *note)
{
	for (size_t i = 0; i < p->n_notes; i++)
		if (strcmp(p->notes[i], note) == 0)
			return true;
	return false;
}
