/* What driver_files promises: the runtime's sources, from the directory that was named or from beside the program. */
#include "runners/driver_files.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *kept; /* what the variable was before */

static int keep_variable(void **state)
{
	const char *set = getenv("JUDGE_DRIVER_DIR");

	(void)state;
	kept = set ? strdup(set) : NULL;
	return 0;
}

static int restore_variable(void **state)
{
	(void)state;
	if (kept)
		setenv("JUDGE_DRIVER_DIR", kept, 1);
	else
		unsetenv("JUDGE_DRIVER_DIR");
	free(kept);
	return 0;
}

static void files__come_from_the_directory_that_is_named(void **state)
{
	struct driver_files d;
	struct err e = ERR_INIT;

	(void)state;
	setenv("JUDGE_DRIVER_DIR", JUDGE_SOURCE_DIR "/runners/driver", 1);
	assert_int_equal(driver_files_read(&d, &e), 0);
	assert_string_equal(d.files[DRIVER_COUNTING].name, "counting.c");
	assert_string_equal(d.files[DRIVER_RUNTIME].name, "runtime.c");
	assert_string_equal(d.files[DRIVER_HEADER].name, "driver.h");
	assert_string_equal(d.files[DRIVER_CHANNEL].name, "channel.h");
	assert_non_null(strstr(d.files[DRIVER_RUNTIME].text, "int main(int argc"));
	assert_non_null(strstr(d.files[DRIVER_HEADER].text, "void driver_run(void);"));
	assert_int_equal(d.files[DRIVER_CHANNEL].len, strlen(d.files[DRIVER_CHANNEL].text));
	driver_files_clear(&d);
}

static void files__hold_the_charges_of_the_library(void **state)
{
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	(void)state;
	buf_init(&text, SOURCE_BYTES_MAX);
	setenv("JUDGE_DRIVER_DIR", JUDGE_SOURCE_DIR "/runners/driver", 1);
	assert_int_equal(driver_files_read_charge(&text, &e), 0);
	assert_non_null(strstr(text.data, "judge_counter"));
	assert_non_null(strstr(text.data, "__wrap_strlen"));
	assert_non_null(strstr(text.data, "__wrap_getrandom"));
	setenv("JUDGE_DRIVER_DIR", "/nonexistent", 1);
	assert_int_equal(driver_files_read_charge(&text, &e), -ENOENT);
}

static void tools__are_what_a_packages_programs_may_include(void **state)
{
	struct tool_files t;
	struct err e = ERR_INIT;

	(void)state;
	setenv("JUDGE_DRIVER_DIR", JUDGE_SOURCE_DIR "/runners/driver", 1);
	assert_int_equal(tool_files_read(&t, &e), 0);
	assert_string_equal(t.files[0].name, "generate.h");
	assert_string_equal(t.files[1].name, "validate.h");
	assert_non_null(strstr(t.files[0].text, "random_next"));
	assert_non_null(strstr(t.files[1].text, "valid_at_end"));
	tool_files_clear(&t);
	setenv("JUDGE_DRIVER_DIR", "/nonexistent", 1);
	assert_int_equal(tool_files_read(&t, &e), -ENOENT);
}

static void files__that_are_missing_are_named(void **state)
{
	struct driver_files d;
	struct err e = ERR_INIT;
	char *dir, *path;

	(void)state;
	assert_int_equal(fs_temp_dir(NULL, "judge-test-driver-", &dir, &e), 0);
	setenv("JUDGE_DRIVER_DIR", dir, 1);
	assert_int_equal(driver_files_read(&d, &e), -ENOENT);
	assert_non_null(strstr(e.text, "heap.c"));
	path = fs_join(dir, "heap.c");
	assert_int_equal(fs_create(AT_FDCWD, path, "", 0, 0600, &e), 0);
	assert_int_equal(driver_files_read(&d, &e), -ENOENT);
	assert_non_null(strstr(e.text, "counting.c"));
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(path);
	free(dir);
}

static void files__that_are_too_large_are_refused(void **state)
{
	static char large[SOURCE_BYTES_MAX + 1];
	struct driver_files d;
	struct err e = ERR_INIT;
	char *dir, *path;

	(void)state;
	assert_int_equal(fs_temp_dir(NULL, "judge-test-driver-", &dir, &e), 0);
	setenv("JUDGE_DRIVER_DIR", dir, 1);
	path = fs_join(dir, "heap.c");
	assert_int_equal(fs_create(AT_FDCWD, path, large, sizeof(large), 0600, &e), 0);
	assert_int_equal(driver_files_read(&d, &e), -EMSGSIZE);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(path);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files__hold_the_charges_of_the_library),
		cmocka_unit_test(tools__are_what_a_packages_programs_may_include),
		cmocka_unit_test(files__come_from_the_directory_that_is_named),
		cmocka_unit_test(files__that_are_missing_are_named),
		cmocka_unit_test(files__that_are_too_large_are_refused),
	};

	return cmocka_run_group_tests(tests, keep_variable, restore_variable);
}
