/* What package_import promises: a package is installed whole, or nothing has changed. */
#include "judge/package/transfer.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"
#include "tests/support/zip_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define YAML     "problem_format_version: 2025-09\nname: Hello\nuuid: 4b1f0ad8\n"

/* A package that loads, below `at`. */
#define MEMBERS(at)                                                                \
	{ .name = at "problem.yaml", .content = YAML },                            \
		{ .name = at "statement/problem.en.md", .content = "Hello.\n" },   \
		{ .name = at "data/sample/1.in", .content = "1\n" },               \
		{ .name = at "data/sample/1.ans", .content = "1\n" },              \
		{ .name = at "data/secret/2.in", .content = "2\n" },               \
		{ .name = at "data/secret/2.ans", .content = "2\n" },              \
	{                                                                          \
		.name = at "submissions/accepted/good.c", .content = "int good;\n" \
	}

static void put_zip(const struct place *p, const char *name, const struct zip_member *members, size_t n)
{
	cleanup_free char *path = fs_join(p->path, name);
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	buf_init(&b, 1u << 20);
	zip_make(members, n, false, &b);
	assert_int_equal(fs_write(AT_FDCWD, path, b.data, b.len, 0644, &e), 0);
}

static int import(const struct place *p, const char *name, const struct transfer_options *o, struct transferred *out,
		  struct err *e)
{
	static const struct transfer_options none;
	cleanup_free char *path = fs_join(p->path, name);

	*out = (struct transferred){ 0 };
	return package_import(path, p->path, o ? o : &none, out, e);
}

/* The names in the folder of problems, with blanks between. */
static void assert_names(const struct place *p, const char *names)
{
	cleanup_free char **all = NULL;
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	size_t n = 0;

	buf_init(&b, 4096);
	assert_int_equal(fs_list(AT_FDCWD, p->path, 100, &all, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", all[i]);
	assert_string_equal(b.data, names);
}

static void package_import__takes_a_package_at_the_root_and_in_a_folder(void **state)
{
	static const struct zip_member root[] = { MEMBERS("") };
	static const struct zip_member folder[] = { MEMBERS("Hello-2/"), { .name = "__MACOSX/._x", .content = "x" } };
	const struct place *p = *state;
	cleanup_problem struct problem *loaded = NULL;
	cleanup_free char *dir = fs_join(p->path, "hello_2");
	struct transferred done;
	struct err e = ERR_INIT;

	put_zip(p, "one.zip", root, COUNT(root));
	put_zip(p, "two.zip", folder, COUNT(folder));
	assert_int_equal(import(p, "one.zip", NULL, &done, &e), 0);
	assert_string_equal(done.id, "one");
	assert_int_equal(done.files, 7);
	assert_int_equal(done.left_out, 0);
	assert_int_equal(import(p, "two.zip", NULL, &done, &e), 0);
	assert_string_equal(done.id, "hello_2");
	assert_int_equal(done.left_out, 1);
	assert_string_equal(done.first_left_out, "__MACOSX/._x");
	assert_names(p, "hello_2 one one.zip two.zip");
	assert_int_equal(problem_load(dir, &loaded, &e), 0);
	assert_string_equal(loaded->statement, "Hello.\n");
}

static void package_import__takes_a_folder(void **state)
{
	const struct place *p = *state;
	const struct transfer_options as = { .id = "copy" };
	cleanup_problem struct problem *before = place_load(p), *after = NULL;
	cleanup_free char *dir = fs_join(p->path, "copy"), *tool = fs_join(dir, "attachments/make.sh");
	struct transferred done;
	struct stat st;
	struct err e = ERR_INIT;

	place_put(p, "attachments/make.sh", "true\n");
	assert_int_equal(fchmodat(AT_FDCWD, p->dir, 0755, 0), 0);
	{
		cleanup_free char *original = fs_join(p->dir, "attachments/make.sh");

		assert_int_equal(chmod(original, 0755), 0);
	}
	if (import(p, "two_sum", &as, &done, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(done.id, "copy");
	assert_int_equal(problem_load(dir, &after, &e), 0);
	assert_int_equal(after->n_tests, before->n_tests);
	assert_int_equal(stat(tool, &st), 0);
	assert_true(st.st_mode & S_IXUSR);
}

static void package_import__leaves_nothing_of_what_it_refuses(void **state)
{
	static const struct zip_member leaves[] = { MEMBERS(""), { .name = "../x", .content = "1" } };
	static const struct zip_member late[] = { MEMBERS(""),
						  { .name = "z", .content = "1", .wrong_checksum = true } };
	static const struct zip_member damaged[] = { { .name = "problem.yaml", .content = "name: [\n" } };
	static const struct zip_member none[] = { { .name = "a/x", .content = "1" }, { .name = "b/y" } };
	static const struct {
		const struct zip_member *members;
		size_t n;
		const char *error;
	} bad[] = {
		{ leaves, COUNT(leaves), "bad.zip: ../x: its name leads out of the package" },
		{ late, COUNT(late), "bad.zip: z: CRC error" },
		{ damaged, COUNT(damaged), "problem bad: problem.yaml" },
		{ none, COUNT(none), "bad.zip: has no problem.yaml, neither at its root nor in one folder there" },
	};
	const struct place *p = *state;
	struct transferred done;

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct err e = ERR_INIT;

		put_zip(p, "bad.zip", bad[i].members, bad[i].n);
		assert_int_equal(import(p, "bad.zip", NULL, &done, &e), -EINVAL);
		assert_ptr_equal(strstr(e.text, bad[i].error), e.text);
		assert_names(p, "bad.zip");
	}
}

static void package_import__writes_over_no_package(void **state)
{
	static const struct zip_member members[] = { MEMBERS("") };
	const struct place *p = *state;
	struct transferred done;
	struct err e = ERR_INIT;

	put_zip(p, "two_sum.zip", members, COUNT(members));
	assert_int_equal(import(p, "two_sum.zip", NULL, &done, &e), -EEXIST);
	assert_non_null(strstr(e.text, "two_sum is there already and is left as it is"));
	assert_names(p, "two_sum two_sum.zip");
	problem_free(place_load(p));
}

static void package_import__wants_a_name_that_an_id_can_be_made_of(void **state)
{
	static const struct zip_member members[] = { MEMBERS("") };
	static const char long_name[] = "a123456789012345678901234567890123456789012345678901234567890123.zip";
	const struct transfer_options out_of_it = { .id = "../x" };
	const struct place *p = *state;
	struct transferred done;
	struct err e = ERR_INIT;

	put_zip(p, long_name, members, COUNT(members));
	assert_int_equal(import(p, long_name, NULL, &done, &e), -EINVAL);
	assert_string_equal(e.text, "no id can be made of its name; --id ID gives one");
	assert_int_equal(import(p, long_name, &out_of_it, &done, &e), -EINVAL);
	assert_string_equal(e.text, "\"../x\" is no id: a-z, 0-9 and _ only, at most 63 of them");
	assert_names(p, long_name);
}

static int asked;

static bool stop_at_third(void)
{
	return ++asked == 3;
}

static void package_import__leaves_nothing_when_it_is_stopped(void **state)
{
	static const struct zip_member members[] = { MEMBERS("") };
	const struct transfer_options o = { .stop = stop_at_third };
	const struct place *p = *state;
	struct transferred done;
	struct err e = ERR_INIT;

	asked = 0;
	put_zip(p, "one.zip", members, COUNT(members));
	assert_int_equal(import(p, "one.zip", &o, &done, &e), -EINTR);
	assert_string_equal(e.text, "interrupted; nothing was installed");
	assert_int_equal(asked, 3);
	assert_names(p, "one.zip");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(package_import__takes_a_package_at_the_root_and_in_a_folder,
						place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(package_import__takes_a_folder, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(package_import__leaves_nothing_of_what_it_refuses, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(package_import__writes_over_no_package, place_make_ours, place_remove),
		cmocka_unit_test_setup_teardown(package_import__wants_a_name_that_an_id_can_be_made_of,
						place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(package_import__leaves_nothing_when_it_is_stopped, place_make_empty,
						place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
