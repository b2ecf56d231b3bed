/* What mounts promises: nothing twice, nothing too wide, and all that a program or a linker's line names. */
#include "runners/mounts.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	struct arena a;
	char *dir;
};

static int make_place(void **state)
{
	static struct place p;
	struct err e = ERR_INIT;

	arena_init(&p.a, 1 << 16);
	*state = &p;
	return fs_temp_dir(NULL, "judge-test-mounts-", &p.dir, &e);
}

static int remove_place(void **state)
{
	struct place *p = *state;
	struct err e = ERR_INIT;
	const int r = fs_remove_tree(AT_FDCWD, p->dir, &e);

	free(p->dir);
	arena_clear(&p->a);
	return r;
}

static const char *make_file(struct place *p, const char *name, const char *content)
{
	const char *path = arena_printf(&p->a, "%s/%s", p->dir, name);
	struct err e = ERR_INIT;

	assert_int_equal(fs_create(AT_FDCWD, path, content, strlen(content), 0700, &e), 0);
	return path;
}

static void add(struct mounts *m, const char *path, bool exec)
{
	struct err e = ERR_INIT;

	if (mounts_add(m, path, path, exec, &e) < 0)
		fail_msg("%s", e.text);
}

static const struct box_mount *find(const struct mounts *m, const char *target)
{
	for (size_t i = 0; i < m->n; i++) {
		if (!strcmp(m->list[i].target, target))
			return &m->list[i];
	}
	return NULL;
}

static void mount__below_another_is_not_needed(void **state)
{
	struct mounts m = { .n = 0 };

	(void)state;
	add(&m, "/usr/include", false);
	add(&m, "/usr/include/x86", false);
	add(&m, "/usr/include", false);
	assert_int_equal(m.n, 1);
	add(&m, "/usr/include-fixed", false);
	assert_int_equal(m.n, 2);
}

static void mount__above_others_takes_their_place(void **state)
{
	struct mounts m = { .n = 0 };

	(void)state;
	add(&m, "/opt/gcc/lib/a.so", true);
	add(&m, "/opt/other", false);
	add(&m, "/opt/gcc/lib/b.so", false);
	add(&m, "/opt/gcc", false);
	assert_int_equal(m.n, 2);
	assert_true(find(&m, "/opt/gcc")->exec);
	assert_false(find(&m, "/opt/other")->exec);
}

static void mount__is_executable_if_one_user_of_it_executes(void **state)
{
	struct mounts m = { .n = 0 };

	(void)state;
	add(&m, "/opt/lib/a.so", false);
	add(&m, "/opt/lib/a.so", true);
	assert_int_equal(m.n, 1);
	assert_true(m.list[0].exec);
}

static void mount__of_too_much_is_refused(void **state)
{
	static const char *const wide[] = {
		"/", "/usr", "/home", "/etc", "/usr/share", "/usr/local", "/usr/local/share", "relative/path", ""
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		struct mounts m = { .n = 0 };
		struct err e = ERR_INIT;

		assert_int_equal(mounts_add(&m, wide[i], wide[i], false, &e), -EPERM);
		assert_int_equal(mounts_add(&m, wide[i], "/usr/include", false, &e), -EPERM);
		assert_int_equal(m.n, 0);
	}
}

static void mounts__are_bounded(void **state)
{
	static char paths[BOX_MOUNTS_MAX + 1][32];
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;

	(void)state;
	for (int i = 0; i < BOX_MOUNTS_MAX; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/opt/file%d.so", i);
		add(&m, paths[i], true);
	}
	assert_int_equal(mounts_add(&m, "/opt/more", "/opt/more", true, &e), -E2BIG);
	assert_int_equal(m.n, BOX_MOUNTS_MAX);
}

static void program__comes_with_its_loader_and_libraries(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;
	const struct box_mount *libc;

	assert_int_equal(mounts_add_program(&m, "/usr/bin/env", &p->a, &e), 0);
	assert_non_null(m.lib_dir);
	libc = find(&m, arena_printf(&p->a, "%s/libc.so.6", m.lib_dir));
	assert_non_null(libc);
	assert_true(libc->exec);
	assert_true(fs_is_file(libc->source));
	assert_true(find(&m, "/usr/bin/env")->exec);
	assert_int_equal(m.n, 3);
}

static void program__that_is_none_is_refused(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;

	assert_int_equal(mounts_add_program(&m, "/nonexistent/cc1", &p->a, &e), -EPROTO);
	assert_non_null(strstr(e.text, "/nonexistent/cc1"));
	assert_int_equal(m.n, 0);
}

static int add_link(struct place *p, struct mounts *m, const char *a, const char *b, const char *c, struct err *e)
{
	const char *argv[] = { "ld", a, b, c, COMMAND_INPUT, NULL };

	return mounts_add_linker_files(m, &(struct command){ argv, 5 }, &p->a, e);
}

static void linker__finds_libraries_as_ld_does(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;
	const char *archive = make_file(p, "libone.a", "!<arch>\n"), *dir = arena_printf(&p->a, "-L%s", p->dir);

	assert_int_equal(add_link(p, &m, "-L/nonexistent", dir, "-lone", &e), 0);
	assert_int_equal(m.n, 1);
	assert_non_null(find(&m, archive));
	assert_false(m.list[0].exec);
	m.n = 0;
	assert_non_null(make_file(p, "libone.so", "\177ELF"));
	assert_int_equal(add_link(p, &m, "-L/nonexistent", dir, "-lone", &e), 0);
	assert_int_equal(m.n, 1);
	assert_string_equal(fs_basename(m.list[0].target), "libone.so");
}

static void linker__follows_its_scripts(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;
	const char *shared = make_file(p, "libtwo.so.6", "\177ELF"), *rest = make_file(p, "libtwo_rest.a", "!<arch>\n");
	const char *script = make_file(p, "libtwo.so",
				       arena_printf(&p->a,
						    "/* GNU ld script\n*/\n"
						    "GROUP ( %s %s AS_NEEDED ( /nonexistent/ld.so -lx ) )\n",
						    shared, rest));

	assert_int_equal(add_link(p, &m, arena_printf(&p->a, "-L%s", p->dir), "-ltwo", "-shared", &e), 0);
	assert_int_equal(m.n, 3);
	assert_non_null(find(&m, script));
	assert_non_null(find(&m, shared));
	assert_non_null(find(&m, rest));
}

static void linker__that_lacks_a_file_is_refused_with_the_remedy(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;

	assert_int_equal(add_link(p, &m, "-L/nonexistent", "-lthree", "-shared", &e), -ENOENT);
	assert_non_null(strstr(e.text, "libc6-dev"));
	assert_int_equal(add_link(p, &m, "/nonexistent/crt1.o", "-z", "now", &e), -ENOENT);
	assert_non_null(strstr(e.text, "crt1.o"));
}

static void headers__are_the_directories_that_the_driver_names(void **state)
{
	struct place *p = *state;
	struct mounts m = { .n = 0 };
	struct err e = ERR_INIT;
	const char *driver = make_file(p, "cc",
				       "#!/bin/sh\necho '#include <...> search starts here:'\necho ' /usr/local/bin'\n"
				       "echo ' /usr/bin/../include'\necho ' /nonexistent'\n"
				       "echo 'End of search list.'\necho ' /etc'\n");

	assert_int_equal(mounts_add_headers(&m, driver, "c", &p->a, &e), 0);
	assert_int_equal(m.n, 1);
	assert_string_equal(m.list[0].target, "/usr/include");
	assert_false(m.list[0].exec);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mount__below_another_is_not_needed),
		cmocka_unit_test(mount__above_others_takes_their_place),
		cmocka_unit_test(mount__is_executable_if_one_user_of_it_executes),
		cmocka_unit_test(mount__of_too_much_is_refused),
		cmocka_unit_test(mounts__are_bounded),
		cmocka_unit_test(program__comes_with_its_loader_and_libraries),
		cmocka_unit_test(program__that_is_none_is_refused),
		cmocka_unit_test(linker__finds_libraries_as_ld_does),
		cmocka_unit_test(linker__follows_its_scripts),
		cmocka_unit_test(linker__that_lacks_a_file_is_refused_with_the_remedy),
		cmocka_unit_test(headers__are_the_directories_that_the_driver_names),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
