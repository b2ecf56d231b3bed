/* What host promises: programs are found where PATH says and hear nothing of our environment. */
#include "runners/host.h"

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

/* a/tool and b/tool are programs, a/plain is none, a/dir is a directory, link leads to a. */
struct place {
	struct arena a;
	char *dir;
	char *list; /* "<dir>/a:<dir>/b" */
};

static void make_file(const char *dir, const char *name, mode_t mode)
{
	struct err e = ERR_INIT;
	char *path = fs_join(dir, name);

	assert_non_null(path);
	assert_int_equal(fs_create(AT_FDCWD, path, "#!/bin/sh\nexit 3\n", 17, mode, &e), 0);
	free(path);
}

static int make_place(void **state)
{
	static struct place p;
	struct err e = ERR_INIT;
	char *made;

	arena_init(&p.a, 1 << 16);
	if (fs_temp_dir(NULL, "judge-test-host-", &p.dir, &e) < 0)
		return -1;
	made = arena_printf(&p.a, "%s/a/dir", p.dir);
	assert_int_equal(fs_mkdirs(made, 0700, &e), 0);
	assert_int_equal(fs_mkdirs(arena_printf(&p.a, "%s/b", p.dir), 0700, &e), 0);
	make_file(p.dir, "a/tool", 0700);
	make_file(p.dir, "b/tool", 0700);
	make_file(p.dir, "b/other", 0700);
	make_file(p.dir, "a/plain", 0600);
	assert_int_equal(symlink("a", arena_printf(&p.a, "%s/link", p.dir)), 0);
	p.list = arena_printf(&p.a, "relative:%s/a//:%s/b", p.dir, p.dir);
	*state = &p;
	return 0;
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

static void find__gives_the_first_of_the_list(void **state)
{
	struct place *p = *state;

	assert_string_equal(host_find_in(p->list, "tool", &p->a), arena_printf(&p->a, "%s/a/tool", p->dir));
	assert_string_equal(host_find_in(p->list, "other", &p->a), arena_printf(&p->a, "%s/b/other", p->dir));
}

static void find__passes_over_what_is_no_program(void **state)
{
	struct place *p = *state;

	assert_null(host_find_in(p->list, "absent", &p->a));
	assert_null(host_find_in(p->list, "dir", &p->a));
	assert_null(host_find_in(p->list, "plain", &p->a));
	assert_null(host_find_in("", "tool", &p->a));
	assert_null(host_find_in("relative:.:", "tool", &p->a));
}

static void find__takes_a_path_as_it_is(void **state)
{
	struct place *p = *state;
	const char *path = arena_printf(&p->a, "%s/b/tool", p->dir);

	assert_string_equal(host_find_program(path, &p->a), path);
	assert_null(host_find_program(arena_printf(&p->a, "%s/a/plain", p->dir), &p->a));
	assert_null(host_find_program(p->dir, &p->a));
	assert_non_null(host_find_program("sh", &p->a));
}

static void ask__hears_nothing_of_our_environment(void **state)
{
	struct place *p = *state;
	const char *const argv[] = { "env", NULL };
	struct err e = ERR_INIT;
	struct buf answer;

	buf_init(&answer, HOST_ANSWER_MAX);
	buf_puts(&answer, "of an earlier answer");
	assert_int_equal(setenv("CPATH", "/tmp", 1), 0);
	assert_int_equal(host_ask(argv, &p->a, &answer, &e), 0);
	assert_int_equal(unsetenv("CPATH"), 0);
	assert_string_equal(answer.data, arena_printf(&p->a, "LC_ALL=C\nPATH=%s\n", getenv("PATH")));
	buf_clear(&answer);
}

static void ask__takes_both_streams_and_any_exit(void **state)
{
	struct place *p = *state;
	const char *const argv[] = { "sh", "-c", "echo out; echo err >&2; exit 3", NULL };
	struct err e = ERR_INIT;
	struct buf answer;

	buf_init(&answer, HOST_ANSWER_MAX);
	assert_int_equal(host_ask(argv, &p->a, &answer, &e), 0);
	assert_non_null(strstr(answer.data, "out\n"));
	assert_non_null(strstr(answer.data, "err\n"));
	buf_clear(&answer);
}

static void ask__stops_one_that_talks_without_end(void **state)
{
	struct place *p = *state;
	const char *const argv[] = { "yes", NULL };
	struct err e = ERR_INIT;
	struct buf answer;

	buf_init(&answer, 1000);
	assert_int_equal(host_ask(argv, &p->a, &answer, &e), -EMSGSIZE);
	assert_non_null(strstr(e.text, "yes"));
	buf_clear(&answer);
}

static void canonical__resolves_the_directory_and_keeps_the_name(void **state)
{
	struct place *p = *state;
	char *real = realpath(p->dir, NULL);

	assert_string_equal(host_canonical(arena_printf(&p->a, "%s/link/../link/new", p->dir), &p->a),
			    arena_printf(&p->a, "%s/a/new", real));
	assert_string_equal(host_canonical("/x", &p->a), "/x");
	assert_null(host_canonical("/nonexistent/x", &p->a));
	free(real);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(find__gives_the_first_of_the_list),
		cmocka_unit_test(find__passes_over_what_is_no_program),
		cmocka_unit_test(find__takes_a_path_as_it_is),
		cmocka_unit_test(ask__hears_nothing_of_our_environment),
		cmocka_unit_test(ask__takes_both_streams_and_any_exit),
		cmocka_unit_test(ask__stops_one_that_talks_without_end),
		cmocka_unit_test(canonical__resolves_the_directory_and_keeps_the_name),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
