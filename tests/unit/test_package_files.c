/* What package_files promises: nothing outside a package is read, and nothing that is not of a bearable size. */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

struct pair {
	const char *name;
	const char *error;
};

static void package_files__passes_over_the_names_that_the_format_ignores(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *before = place_load(place), *after = NULL;

	place_put(place, ".git/config", "x\n");
	place_put(place, "data/secret/edge/.hidden.in", "x\n");
	place_put(place, "data/secret/edge/with blank.in", "x\n");
	place_put(place, "data/secret/edge/committed.in~", "x\n");
	place_put(place, "data/secret/edge/-dash.ans", "x\n");
	place_put(place, "submissions/accepted/#good.c#", "x\n");
	place_put(place, "include/$(touch x).c", "x\n");
	place_put_link(place, ".out", "/etc/passwd");
	after = place_load(place);
	assert_int_equal(after->n_tests, before->n_tests);
	assert_string_equal(after->hash, before->hash);
}

static void package_files__follows_links_that_stay_inside(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_take(place, "include/driver.c");
	place_put_link(place, "include/driver.c", "../generators/generate.c");
	p = place_load(place);
	assert_string_equal(p->driver, "int main(void) { return 0; }\n");
}

static void package_files__refuses_links_that_lead_out(void **state)
{
	static const struct pair bad[] = {
		{ "/etc/passwd", "data/sample/x.in: is a link that leads out of the package" },
		{ "../../../outside", "data/sample/x.in: is a link that leads out of the package" },
		{ "../../../two_sum/judge.yaml", "data/sample/x.in: is a link that leads out of the package" },
		{ "/proc/self/fd/0", "data/sample/x.in: is a link that leads out of the package" },
		{ "nothing", "data/sample/x.in: is a link that leads nowhere" },
		{ "x.in", "data/sample/x.in: is a link that leads nowhere" },
		{ "../secret", "data/sample/x.in: is a link to something that is no file" },
	};
	const struct place *place = *state;

	place_put_beside(place, "outside", "secret\n");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		place_put_link(place, "data/sample/x.in", bad[i].name);
		assert_unreadable(place, bad[i].error);
		place_take(place, "data/sample/x.in");
	}
	/* Where nobody looks it is refused as well: later tools would follow it. */
	place_put_link(place, "solution", "/etc");
	assert_unreadable(place, "solution: is a link that leads out of the package");
}

static void package_files__refuses_what_is_no_file(void **state)
{
	const struct place *place = *state;
	cleanup_free char *fifo = fs_join(place->dir, "data/sample/pipe.in");

	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_unreadable(place, "data/sample/pipe.in: is no regular file");
}

static void package_files__refuses_what_is_too_large(void **state)
{
	const struct place *place = *state;

	place_put_huge(place, "data/sample/1.in", (off_t)PROBLEM_FILE_MAX + 1);
	assert_damaged(place, "data/sample/1.in: is larger than 67108864 bytes");
	place_put(place, "data/sample/1.in", "1 2\n");
	place_put_huge(place, "data/sample/1.ans", (off_t)PROBLEM_FILE_MAX + 1);
	assert_damaged(place, "data/sample/1.ans: is larger than 67108864 bytes");
	place_put(place, "data/sample/1.ans", "3\n");
	place_put_huge(place, "include/driver.c", SOURCE_BYTES_MAX + 1);
	assert_damaged(place, "include/driver.c: is larger than 262144 bytes");
	place_put(place, "include/driver.c", "int driver;\n");
	place_put_huge(place, "statement/problem.en.md", PACKAGE_TEXT_MAX + 1);
	assert_damaged(place, "statement/problem.en.md: is larger than 1048576 bytes");
	place_put(place, "statement/problem.en.md", "x\n");
	place_put_huge(place, "data/sample/test_group.yaml", 64 * 1024 + 1);
	assert_damaged(place, "data/sample/test_group.yaml: is larger than 65536 bytes");
	place_take(place, "data/sample/test_group.yaml");
	place_put_huge(place, "attachments/archive.bin", (off_t)PACKAGE_BYTES_MAX);
	assert_unreadable(place, "the package is larger than 1 GiB");
}

static void package_files__refuses_what_is_too_deep(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;

	place_put(place, "1/2/3/4/5/6/7/8/file", "x\n");
	p = place_load(place);
	place_put(place, "1/2/3/4/5/6/7/8/9/file", "x\n");
	assert_unreadable(place, "1/2/3/4/5/6/7/8/9/: more than 8 folders below each other");
}

static void package_files__refuses_what_is_too_much(void **state)
{
	const struct place *place = *state;
	char name[64];

	for (unsigned i = 0; i < PACKAGE_FILES_MAX; i++) {
		snprintf(name, sizeof(name), "attachments/%u/%u", i % 2, i);
		place_put(place, name, "");
	}
	assert_unreadable(place, "attachments/two_sum.c: the package has more than 25000 files");
	place_take(place, "attachments");
	for (unsigned i = 0; i <= SOURCE_FILES_MAX; i++) {
		snprintf(name, sizeof(name), "include/%u.h", i);
		place_put(place, name, "");
	}
	assert_damaged(place, "include/: more than 64 source files");
}

static void package_files__refuses_text_that_is_none(void **state)
{
	const struct place *place = *state;

	place_put_bytes(place, "include/driver.c", "int a;\n\0\n", 9);
	assert_damaged(place, "include/driver.c:2: has a NUL byte");
	place_put(place, "include/driver.c", "int a;\n\n/* \xff */\n");
	assert_damaged(place, "include/driver.c:3: is not valid UTF-8");
	place_put(place, "include/driver.c", "\xef\xbb\xbfint a;\n");
	assert_damaged(place, "include/driver.c: begins with a byte-order mark");
}

int main(void)
{
#define OURS(name) cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(package_files__passes_over_the_names_that_the_format_ignores),
		OURS(package_files__follows_links_that_stay_inside),
		OURS(package_files__refuses_links_that_lead_out),
		OURS(package_files__refuses_what_is_no_file),
		OURS(package_files__refuses_what_is_too_large),
		OURS(package_files__refuses_what_is_too_deep),
		OURS(package_files__refuses_what_is_too_much),
		OURS(package_files__refuses_text_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
