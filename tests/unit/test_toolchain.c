/* What toolchain promises of the compilers that this host has, and what it says of things that are none. */
#include "runners/toolchain.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int open_gcc(void **state)
{
	struct toolchain *tc;
	struct err e = ERR_INIT;

	if (toolchain_open("gcc", &tc, &e) < 0) {
		print_error("%s\n", e.text);
		return -1;
	}
	*state = tc;
	return 0;
}

static int close_it(void **state)
{
	toolchain_close(*state);
	return 0;
}

static bool has_argument(const struct command *c, const char *arg)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!strcmp(c->argv[i], arg))
			return true;
	}
	return false;
}

static bool has_mount(const struct box_mount *m, size_t n, const char *target)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(m[i].target, target))
			return true;
	}
	return false;
}

/* Is the file seen in a box with these mounts? */
static bool is_seen(const struct box_mount *m, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(m[i].target);

		if (!strncmp(path, m[i].target, len) && (path[len] == '/' || path[len] == '\0'))
			return true;
	}
	return false;
}

static void toolchain__names_itself_with_its_version(void **state)
{
	const char *name = toolchain_name(*state);

	assert_int_equal(strncmp(name, "gcc ", 4), 0);
	assert_in_range(name[4], '0', '9');
	assert_null(strchr(name, '\n'));
}

static void toolchain__runs_the_passes_themselves(void **state)
{
	const struct recipe *r = toolchain_recipe(*state, BUILD_OBJECT, false);

	assert_string_equal(fs_basename(r->compile.argv[0]), "cc1");
	assert_string_equal(fs_basename(r->assemble.argv[0]), "as");
	assert_string_equal(fs_basename(r->link.argv[0]), "ld");
	assert_int_equal(access(r->compile.argv[0], X_OK), 0);
	assert_int_equal(access(r->assemble.argv[0], X_OK), 0);
	assert_int_equal(access(r->link.argv[0], X_OK), 0);
}

static void toolchain__has_a_recipe_for_each_shape(void **state)
{
	const struct recipe *object = toolchain_recipe(*state, BUILD_OBJECT, false);
	const struct recipe *program = toolchain_recipe(*state, BUILD_PROGRAM, false);

	assert_ptr_equal(toolchain_recipe(*state, BUILD_RUNNER, false), program);
	assert_true(has_argument(&object->compile, "-fPIC"));
	assert_true(has_argument(&object->compile, "-fno-semantic-interposition"));
	assert_true(has_argument(&object->compile, "-std=gnu17"));
	assert_true(has_argument(&object->link, "-shared"));
	assert_true(has_argument(&object->link, "-Bsymbolic"));
	assert_true(has_argument(&object->link, "defs"));
	assert_false(has_argument(&program->link, "-shared"));
	assert_non_null(command_value(&program->link, "-dynamic-linker"));
	assert_false(has_argument(&program->link, "-plugin"));
	assert_false(has_argument(&object->link, "-lgcc_s"));
}

static void toolchain__leaves_no_relative_path_in_the_linker_line(void **state)
{
	const struct command *c = &toolchain_recipe(*state, BUILD_PROGRAM, false)->link;

	for (size_t i = 0; i < c->n; i++) {
		const char *path = strncmp(c->argv[i], "-L", 2) ? c->argv[i] : c->argv[i] + 2;

		assert_null(strstr(path, "/../"));
		if (path != c->argv[i])
			assert_true(fs_is_dir(path));
	}
}

static void mounts__show_what_the_passes_need(void **state)
{
	const struct recipe *r = toolchain_recipe(*state, BUILD_PROGRAM, false);
	size_t n;
	const struct box_mount *m = toolchain_compile_mounts(*state, &n);

	assert_true(is_seen(m, n, r->compile.argv[0]));
	assert_true(is_seen(m, n, r->assemble.argv[0]));
	assert_true(is_seen(m, n, r->link.argv[0]));
	assert_true(is_seen(m, n, command_value(&r->link, "-dynamic-linker")));
	assert_true(is_seen(m, n, "/usr/include/stdio.h"));
	for (size_t i = 0; i < n; i++) {
		struct stat st;

		assert_int_equal(stat(m[i].source, &st), 0);
		assert_true(S_ISDIR(st.st_mode) || S_ISREG(st.st_mode));
	}
}

static void mounts__show_no_more_of_the_host(void **state)
{
	static const char *const hidden[] = {
		"/etc/passwd",
		"/usr/share",
		"/usr/share/judge/problems",
		"/usr/local",
		"/usr/local/include",
		"/usr/local/share/judge/problems",
		"/home",
		"/root",
		"/var",
		"/proc",
		"/tmp",
		"/bin/sh",
		"/usr/bin/env",
	};
	size_t n;
	const struct box_mount *m = toolchain_compile_mounts(*state, &n);

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		assert_false(is_seen(m, n, hidden[i]));
	assert_false(has_mount(m, n, "/usr"));
	assert_false(has_mount(m, n, "/"));
}

static void mounts__hold_no_other(void **state)
{
	size_t n;
	const struct box_mount *m = toolchain_compile_mounts(*state, &n);

	assert_in_range(n, 1, BOX_MOUNTS_MAX);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++)
			assert_false(i != k && is_seen(&m[k], 1, m[i].target));
	}
}

static void mounts__for_running_are_the_loader_and_three_libraries(void **state)
{
	size_t n;
	const struct box_mount *m = toolchain_run_mounts(*state, &n);

	assert_int_equal(n, 4);
	assert_string_equal(m[0].target,
			    command_value(&toolchain_recipe(*state, BUILD_PROGRAM, false)->link, "-dynamic-linker"));
	assert_string_equal(fs_basename(m[1].target), "libc.so.6");
	assert_string_equal(fs_basename(m[2].target), "libm.so.6");
	assert_string_equal(fs_basename(m[3].target), "libgcc_s.so.1");
	for (size_t i = 0; i < n; i++) {
		assert_true(fs_is_file(m[i].source));
		assert_true(m[i].exec);
	}
}

static void hash__is_the_same_for_the_same_compiler(void **state)
{
	struct toolchain *again;
	struct err e = ERR_INIT;

	assert_int_equal(toolchain_open("gcc", &again, &e), 0);
	assert_string_equal(toolchain_hash(again), toolchain_hash(*state));
	assert_int_equal(strlen(toolchain_hash(again)), 64);
	toolchain_close(again);
}

static void toolchain__does_not_listen_to_the_environment(void **state)
{
	static const char *const names[] = { "CPATH", "C_INCLUDE_PATH", "LIBRARY_PATH", "GCC_EXEC_PREFIX",
					     "COMPILER_PATH" };
	const struct box_mount *m;
	struct toolchain *again;
	struct err e = ERR_INIT;
	size_t n;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(setenv(names[i], "/var/tmp", 1), 0);
	assert_int_equal(toolchain_open("gcc", &again, &e), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	assert_string_equal(toolchain_hash(again), toolchain_hash(*state));
	m = toolchain_compile_mounts(again, &n);
	assert_false(is_seen(m, n, "/var/tmp"));
	toolchain_close(again);
}

static void toolchain__is_gcc_unless_somebody_says_otherwise(void **state)
{
	struct toolchain *again;
	struct err e = ERR_INIT;

	unsetenv("JUDGE_CC");
	assert_int_equal(toolchain_open(NULL, &again, &e), 0);
	assert_string_equal(toolchain_name(again), toolchain_name(*state));
	toolchain_close(again);
	setenv("JUDGE_CC", "no-such-compiler", 1);
	assert_int_equal(toolchain_open(NULL, &again, &e), -ENOENT);
	unsetenv("JUDGE_CC");
	assert_non_null(strstr(e.text, "no-such-compiler"));
	assert_non_null(strstr(e.text, "apt install gcc"));
}

static void toolchain__missing_is_said_with_the_remedy(void **state)
{
	static const char *const missing[] = { "/nonexistent/gcc", "/etc", "/etc/passwd" };

	(void)state;
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		struct toolchain *tc = NULL;
		struct err e = ERR_INIT;

		assert_int_equal(toolchain_open(missing[i], &tc, &e), -ENOENT);
		assert_null(tc);
		assert_non_null(strstr(e.text, missing[i]));
	}
}

/* Opens a script that prints this instead of a compiler; the error's code. */
static int open_script(const char *script, struct err *e)
{
	struct toolchain *tc = NULL;
	struct err ignored = ERR_INIT;
	char *dir, *path;
	int r;

	assert_int_equal(fs_temp_dir(NULL, "judge-test-toolchain-", &dir, e), 0);
	path = fs_join(dir, "cc");
	assert_non_null(path);
	assert_int_equal(fs_create(AT_FDCWD, path, script, strlen(script), 0700, e), 0);
	r = toolchain_open(path, &tc, e);
	assert_null(tc);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &ignored), 0);
	free(path);
	free(dir);
	return r;
}

static void toolchain__that_is_none_is_refused(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(open_script("#!/bin/sh\necho hello\n", &e), -ENOTSUP);
	assert_non_null(strstr(e.text, "neither gcc nor clang"));
}

static void toolchain__that_tells_nothing_is_refused(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(open_script("#!/bin/sh\necho 'gcc version 99'\n", &e), -EPROTO);
}

static void toolchain__that_talks_without_end_is_refused(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(open_script("#!/bin/sh\nexec yes gcc\n", &e), -EMSGSIZE);
}

static void toolchain__without_a_c_library_is_refused_with_the_remedy(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(open_script("#!/bin/sh\necho 'gcc version 99'\n"
				     "echo ' /bin/true /dev/null -o a.o'\necho ' /bin/true -o /dev/null crti.o a.o'\n",
				     &e),
			 -ENOENT);
	assert_non_null(strstr(e.text, "libc6-dev"));
}

static void toolchain__that_wants_a_wide_directory_is_refused(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(
		open_script("#!/bin/sh\necho 'gcc version 99'\n"
			    "case $* in *-v*) echo '#include <...> search starts here:'; echo ' /usr'; exit;; esac\n"
			    "echo ' /bin/true /dev/null -o a.o'\n"
			    "echo ' /bin/true -o /dev/null a.o'\n",
			    &e),
		-EPERM);
	assert_non_null(strstr(e.text, "'/usr'"));
}

static bool is_seen_at_end(const struct box_mount *m, size_t n, const char *end)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(m[i].target), tail = strlen(end);

		if (len >= tail && !strcmp(m[i].target + len - tail, end))
			return true;
	}
	return false;
}

static void assert_sanitizes(const struct toolchain *tc, const char *library)
{
	const struct recipe *object = toolchain_recipe(tc, BUILD_OBJECT, true);
	const struct box_mount *m;
	size_t n;

	assert_null(toolchain_lacks_sanitizers(tc));
	assert_true(has_argument(&object->link, "-shared"));
	assert_ptr_equal(toolchain_recipe(tc, BUILD_RUNNER, true), toolchain_recipe(tc, BUILD_PROGRAM, true));
	assert_ptr_not_equal(object, toolchain_recipe(tc, BUILD_OBJECT, false));
	m = toolchain_sanitized_mounts(tc, &n);
	assert_true(is_seen_at_end(m, n, library));
	m = toolchain_run_mounts(tc, &n);
	assert_false(is_seen_at_end(m, n, library));
	assert_non_null(strstr(toolchain_symbolizer(tc, &m, &n), "addr2line"));
	assert_true(is_seen(m, n, toolchain_symbolizer(tc, &m, &n)));
}

static void sanitizers__of_gcc_have_recipes_and_libraries(void **state)
{
	assert_sanitizes(*state, "/libasan.so.8");
}

static void sanitizers__that_are_missing_are_said_with_the_remedy(void **state)
{
	struct toolchain *tc;
	struct err e = ERR_INIT;
	char *path, *dir;

	(void)state;
	assert_int_equal(fs_temp_dir(NULL, "judge-test-toolchain-", &dir, &e), 0);
	path = fs_join(dir, "gcc");
	/* A gcc whose linker is told of a library that is nowhere. */
	static const char script[] = "#!/bin/sh\ngcc \"$@\" 2>&1 | sed 's/-lasan/-L\\/none -lubsan_nowhere/'\n";
	assert_int_equal(fs_create(AT_FDCWD, path, script, sizeof(script) - 1, 0755, &e), 0);
	if (toolchain_open(path, &tc, &e) < 0)
		fail_msg("%s", e.text);
	assert_non_null(toolchain_lacks_sanitizers(tc));
	assert_non_null(strstr(toolchain_lacks_sanitizers(tc), "libasan8"));
	toolchain_close(tc);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	free(path);
	free(dir);
}

static void clang__is_understood_where_it_is_installed(void **state)
{
	const struct box_mount *m;
	const struct recipe *r;
	struct toolchain *tc;
	struct err e = ERR_INIT;
	size_t n;

	(void)state;
	if (toolchain_open("clang", &tc, &e) == -ENOENT) {
		print_message("no clang here\n");
		return;
	}
	r = toolchain_recipe(tc, BUILD_OBJECT, false);
	assert_int_equal(strncmp(toolchain_name(tc), "clang ", 6), 0);
	assert_int_equal(r->assemble.n, 0);
	assert_string_equal(r->compile.argv[1], "-cc1");
	m = toolchain_compile_mounts(tc, &n);
	assert_true(is_seen(m, n, r->compile.argv[0]));
	if (toolchain_lacks_sanitizers(tc))
		print_message("%s\n", toolchain_lacks_sanitizers(tc));
	else
		assert_sanitizes(tc, "/libclang_rt.asan-x86_64.so");
	toolchain_close(tc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(toolchain__names_itself_with_its_version),
		cmocka_unit_test(toolchain__runs_the_passes_themselves),
		cmocka_unit_test(toolchain__has_a_recipe_for_each_shape),
		cmocka_unit_test(toolchain__leaves_no_relative_path_in_the_linker_line),
		cmocka_unit_test(mounts__show_what_the_passes_need),
		cmocka_unit_test(mounts__show_no_more_of_the_host),
		cmocka_unit_test(mounts__hold_no_other),
		cmocka_unit_test(mounts__for_running_are_the_loader_and_three_libraries),
		cmocka_unit_test(hash__is_the_same_for_the_same_compiler),
		cmocka_unit_test(toolchain__does_not_listen_to_the_environment),
		cmocka_unit_test(toolchain__is_gcc_unless_somebody_says_otherwise),
		cmocka_unit_test(toolchain__missing_is_said_with_the_remedy),
		cmocka_unit_test(toolchain__that_is_none_is_refused),
		cmocka_unit_test(toolchain__that_tells_nothing_is_refused),
		cmocka_unit_test(toolchain__that_talks_without_end_is_refused),
		cmocka_unit_test(toolchain__without_a_c_library_is_refused_with_the_remedy),
		cmocka_unit_test(toolchain__that_wants_a_wide_directory_is_refused),
		cmocka_unit_test(sanitizers__of_gcc_have_recipes_and_libraries),
		cmocka_unit_test(sanitizers__that_are_missing_are_said_with_the_remedy),
		cmocka_unit_test(clang__is_understood_where_it_is_installed),
	};

	return cmocka_run_group_tests(tests, open_gcc, close_it);
}
