/* The user's own files around a box: names, what may be read, what may be written over. */
#include "judge/cli/sandbox_files.h"
#include "sandbox/base/fs.h"
#include "sandbox/order.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

/* An empty directory, which is the current one. */
static int enter(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	return fs_temp_dir(NULL, "files", &dir, &e) < 0 || chdir(dir) < 0 ? -1 : 0;
}

static int leave(void **state)
{
	struct err e = ERR_INIT;
	int r = chdir("/") < 0 || fs_remove_tree(AT_FDCWD, dir, &e) < 0 ? -1 : 0;

	(void)state;
	free(dir);
	return r;
}

static void make(const char *path, const char *text)
{
	struct err e = ERR_INIT;

	assert_int_equal(fs_write(AT_FDCWD, path, text, strlen(text), 0644, &e), 0);
}

static void holds(const char *path, const char *text)
{
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	buf_init(&b, 1 << 16);
	assert_int_equal(fs_read(AT_FDCWD, path, &b, &e), 0);
	assert_string_equal(b.data, text);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static void box_name__is_plain_where_the_library_takes_it(void **state)
{
	static const char *const names[] = {
		"a",
		"a.out",
		"A-1_b",
		"",
		".",
		"..",
		".a",
		"-a",
		"a b",
		"a/b",
		"a=b",
		"\xc3\xa4",
		"g++",
		"a\n",
		"0",
		"123456789012345678901234567890123456789012345678901234567890123",
		"1234567890123456789012345678901234567890123456789012345678901234",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(box_name_is_plain(names[i]), order_name_ok(names[i]));
}

static void box_name__is_given_or_the_last_part_of_the_path(void **state)
{
	static const struct {
		const char *text, *name, *path;
	} cases[] = {
		{ "data.csv", "data.csv", "data.csv" },
		{ "/a/b c/data.csv", "data.csv", "/a/b c/data.csv" },
		{ "x=/a/b c", "x", "/a/b c" },
		{ "x=-", "x", "-" },
		{ "x=y=z", "x", "y=z" },
		{ "./x=y/z", "z", "./x=y/z" },
	};
	char name[BOX_NAME_BYTES];
	struct err e = ERR_INIT;
	const char *path;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(box_name_read(cases[i].text, name, &path, &e), 0);
		assert_string_equal(name, cases[i].name);
		assert_string_equal(path, cases[i].path);
	}
}

static void box_name__that_cannot_be_is_refused(void **state)
{
	static const char *const texts[] = { "", "a b", "dir/", "./x=y", "=x y", "x=", ".hidden", "a/-x" };
	char name[BOX_NAME_BYTES] = "kept";
	const char *path = "kept";

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(box_name_read(texts[i], name, &path, &e), -EINVAL);
		assert_string_equal(name, "kept");
		assert_string_equal(path, "kept");
	}
}

/* ---- what is read ------------------------------------------------------------------------------------------------ */

static void input__is_a_regular_file_also_behind_a_link(void **state)
{
	struct err e = ERR_INIT;
	uint64_t bytes = 0;
	int fd = -1;

	(void)state;
	make("file", "12345");
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(input_open("link", &fd, &bytes, &e), 0);
	assert_int_equal(bytes, 5);
	fd_close(&fd);
}

static void input__of_another_kind_is_refused_and_never_waited_for(void **state)
{
	struct err e = ERR_INIT;
	uint64_t bytes;
	int fd = -1;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(input_open("fifo", &fd, &bytes, &e), -EINVAL);
	assert_int_equal(input_open("loop", &fd, &bytes, &e), -ELOOP);
	assert_int_equal(input_open(".", &fd, &bytes, &e), -EISDIR);
	assert_int_equal(input_open("/dev/zero", &fd, &bytes, &e), -EINVAL);
	assert_int_equal(input_open("missing", &fd, &bytes, &e), -ENOENT);
	assert_string_equal(e.text, "missing: No such file or directory");
	assert_int_equal(fd, -1);
}

/* ---- what is written --------------------------------------------------------------------------------------------- */

static void target__is_made_or_replaced_as_a_whole(void **state)
{
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(target_open("out", &t, &e), 0);
	assert_int_equal(access("out", F_OK), -1);
	assert_int_equal(target_write(&t, "one", 3, &e), 0);
	target_close(&t);
	holds("out", "one");
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(target_open("sub/../out", &t, &e), 0);
	assert_int_equal(target_write(&t, "2", 1, &e), 0);
	target_close(&t);
	holds("out", "2");
}

static void target__follows_no_link(void **state)
{
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;

	(void)state;
	make("victim", "precious");
	assert_int_equal(symlink("victim", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(target_open("link", &t, &e), -ELOOP);
	assert_int_equal(target_open("dangling", &t, &e), -ELOOP);
	assert_string_equal(e.text, "dangling: is a link, and links are not followed here");
}

/* Somebody puts a link there between the look and the writing. */
static void target__follows_no_link_that_came_later(void **state)
{
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;
	struct stat st;

	(void)state;
	make("victim", "precious");
	assert_int_equal(target_open("late", &t, &e), 0);
	assert_int_equal(symlink("victim", "late"), 0);
	assert_int_equal(target_write(&t, "new", 3, &e), 0);
	target_close(&t);
	assert_int_equal(lstat("late", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	holds("late", "new");
	holds("victim", "precious");
}

static void target__of_another_kind_is_refused(void **state)
{
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(target_open("fifo", &t, &e), -EINVAL);
	assert_int_equal(target_open("/dev/zero", &t, &e), -EINVAL);
	assert_int_equal(target_open(".", &t, &e), -EISDIR);
	assert_int_equal(target_open("missing/", &t, &e), -EISDIR);
	assert_int_equal(target_open("missing/x", &t, &e), -ENOENT);
	assert_int_equal(target_open("fifo/x", &t, &e), -ENOTDIR);
	assert_int_equal(target_open("-", &t, &e), -EINVAL);
	assert_int_equal(target_open("", &t, &e), -EINVAL);
	assert_null(t.path);
	assert_int_equal(t.dir, -1);
}

/* Root may write everywhere, so it becomes somebody else for as long as it takes. */
static void target__without_a_right_to_write_is_refused(void **state)
{
	const uid_t me = geteuid(), nobody = 65534;
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;

	(void)state;
	make("read-only", "x");
	assert_int_equal(chmod("read-only", 0444), 0);
	assert_int_equal(chmod(dir, 0755), 0);
	assert_int_equal(mkdir("closed", 0555), 0);
	assert_int_equal(mkdir("open", 0777), 0);
	assert_int_equal(chmod("open", 0777), 0);
	assert_int_equal(me ? 0 : seteuid(nobody), 0);
	assert_int_equal(target_open("read-only", &t, &e), -EACCES);
	assert_int_equal(target_open("closed/x", &t, &e), -EACCES);
	assert_string_equal(e.text, "closed/x: Permission denied");
	assert_int_equal(target_open("open/x", &t, &e), 0);
	target_close(&t);
	assert_int_equal(me ? 0 : seteuid(me), 0);
}

static void target__the_null_device_takes_everything(void **state)
{
	struct target t = TARGET_NONE;
	struct err e = ERR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(target_open("/dev/null", &t, &e), 0);
	assert_int_equal(target_write(&t, "gone", 4, &e), 0);
	target_close(&t);
	assert_int_equal(lstat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void target__the_same_file_is_known_by_its_directory(void **state)
{
	static const char *const names[] = { "same", "./same", "d/../same", "d/same", "other" };
	static const bool same[] = { true, true, true, false, false };
	struct target a = TARGET_NONE, b = TARGET_NONE;
	const struct target none = TARGET_NONE;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(target_open("same", &a, &e), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(target_open(names[i], &b, &e), 0);
		assert_int_equal(target_same(&a, &b), same[i]);
		target_close(&b);
	}
	assert_false(target_same(&a, &none));
	assert_false(target_same(&none, &none));
	target_close(&a);
	assert_int_equal(target_open("/dev/null", &a, &e), 0);
	assert_int_equal(target_open("/dev/null", &b, &e), 0);
	assert_false(target_same(&a, &b));
	target_close(&a);
	target_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box_name__is_plain_where_the_library_takes_it),
		cmocka_unit_test(box_name__is_given_or_the_last_part_of_the_path),
		cmocka_unit_test(box_name__that_cannot_be_is_refused),
		cmocka_unit_test_setup_teardown(input__is_a_regular_file_also_behind_a_link, enter, leave),
		cmocka_unit_test_setup_teardown(input__of_another_kind_is_refused_and_never_waited_for, enter, leave),
		cmocka_unit_test_setup_teardown(target__is_made_or_replaced_as_a_whole, enter, leave),
		cmocka_unit_test_setup_teardown(target__follows_no_link, enter, leave),
		cmocka_unit_test_setup_teardown(target__follows_no_link_that_came_later, enter, leave),
		cmocka_unit_test_setup_teardown(target__of_another_kind_is_refused, enter, leave),
		cmocka_unit_test_setup_teardown(target__without_a_right_to_write_is_refused, enter, leave),
		cmocka_unit_test_setup_teardown(target__the_null_device_takes_everything, enter, leave),
		cmocka_unit_test_setup_teardown(target__the_same_file_is_known_by_its_directory, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
