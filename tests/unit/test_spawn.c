/* What spawn promises: both outputs, an end in any case, and a program that starts as one expects. */
#include "sandbox/base/spawn.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#define LONG_MS 60000 /* long enough for any host; nothing here takes so long */

static int sh(const char *script, unsigned timeout_ms, struct buf *out, struct buf *errout, int *status, struct err *e)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	return spawn_capture(argv, timeout_ms, out, errout, status, e);
}

static size_t count_descriptors(void)
{
	struct err e = ERR_INIT;
	char **names = NULL;
	size_t n = 0;

	assert_int_equal(fs_list(AT_FDCWD, "/proc/self/fd", 1000, &names, &n, &e), 0);
	free(names);
	return n;
}

/* The process id that a script printed. */
static pid_t pid_in(struct buf *b)
{
	struct err e = ERR_INIT;
	uint64_t pid = 0;

	assert_true(b->len > 1);
	b->data[strcspn(b->data, "\n")] = 0;
	assert_int_equal(parse_u64(b->data, 1, INT32_MAX, &pid, &e), 0);
	return (pid_t)pid;
}

static void spawn__captures_both_outputs_apart(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out, err;
	int status = -1;

	(void)state;
	buf_init(&out, 100);
	buf_init(&err, 100);
	assert_int_equal(sh("echo one; echo two >&2; echo three", LONG_MS, &out, &err, &status, &e), 0);
	assert_string_equal(out.data, "one\nthree\n");
	assert_string_equal(err.data, "two\n");
	assert_int_equal(status, 0);
}

static void spawn__one_buf_gets_both_in_order(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf both;
	int status = -1;

	(void)state;
	buf_init(&both, 100);
	assert_int_equal(sh("echo one; echo two >&2; echo three", LONG_MS, &both, &both, &status, &e), 0);
	assert_string_equal(both.data, "one\ntwo\nthree\n");
}

static void spawn__what_nobody_wants_is_dropped(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf err;
	int status = -1;

	(void)state;
	buf_init(&err, 100);
	assert_int_equal(sh("echo one; echo two >&2", LONG_MS, NULL, &err, &status, &e), 0);
	assert_string_equal(err.data, "two\n");
	assert_int_equal(sh("echo one; echo two >&2", LONG_MS, NULL, NULL, &status, &e), 0);
	assert_int_equal(status, 0);
}

static void spawn__reads_more_than_a_pipe_holds(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = -1;

	(void)state;
	buf_init(&out, 3000000);
	assert_int_equal(sh("head -c 3000000 /dev/zero", LONG_MS, &out, NULL, &status, &e), 0);
	assert_int_equal(out.len, 3000000);
}

static void spawn__gives_the_wait_status(void **state)
{
	struct err e = ERR_INIT;
	int status = -1;

	(void)state;
	assert_int_equal(sh("exit 3", LONG_MS, NULL, NULL, &status, &e), 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	assert_int_equal(sh("kill -USR1 $$", LONG_MS, NULL, NULL, &status, &e), 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGUSR1);
}

static void spawn__a_missing_program_is_an_error(void **state)
{
	static const char *const argv[] = { "no-such-program-anywhere", NULL };
	struct err e = ERR_INIT;
	int status = 77;

	(void)state;
	assert_int_equal(spawn_capture(argv, LONG_MS, NULL, NULL, &status, &e), -ENOENT);
	assert_string_equal(e.text, "run no-such-program-anywhere: No such file or directory");
	assert_int_equal(status, 77);
}

/* One directory of PATH that may not be entered, as after su, makes the search along PATH say EACCES. */
static void spawn__a_missing_program_is_missing_whatever_path_holds(void **state)
{
	static const char *const nowhere[] = { "no-such-program-anywhere", NULL };
	static const char *const closed[] = { "closed-program", NULL };
	const char *path_before = getenv("PATH");
	cleanup_free char *kept = strdup(path_before ? path_before : "/usr/bin:/bin");
	cleanup_free char *dir = NULL, *path = NULL, *inner = NULL, *file = NULL;
	struct err e = ERR_INIT, missing = ERR_INIT, forbidden = ERR_INIT;
	const uid_t id = geteuid();
	int status;

	(void)state;
	assert_int_equal(fs_temp_dir(NULL, "judge-test-spawn-", &dir, &e), 0);
	inner = fs_join(dir, "inner");
	file = fs_join(dir, "closed-program");
	assert_int_equal(fs_mkdirs(inner, 0, &e), 0);
	assert_int_equal(fs_create(AT_FDCWD, file, "", 0, 0644, &e), 0);
	assert_int_equal(chmod(dir, 0755), 0);
	assert_true(asprintf(&path, "%s:%s:%s", inner, dir, kept) > 0);
	setenv("PATH", path, 1);
	/* Root may enter everything, so it is not root for this moment. */
	if (id == 0)
		assert_int_equal(seteuid(65534), 0);
	(void)!spawn_capture(nowhere, LONG_MS, NULL, NULL, &status, &missing);
	(void)!spawn_capture(closed, LONG_MS, NULL, NULL, &status, &forbidden);
	assert_int_equal(seteuid(id), 0);
	setenv("PATH", kept, 1);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	assert_int_equal(missing.code, -ENOENT);
	assert_int_equal(forbidden.code, -EACCES);
}

static void spawn__arguments_pass_no_shell(void **state)
{
	static const char *const argv[] = { "printf", "%s|", "a b", "$(id)", "*", "'", NULL };
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = -1;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(spawn_capture(argv, LONG_MS, &out, NULL, &status, &e), 0);
	assert_string_equal(out.data, "a b|$(id)|*|'|");
}

static void spawn__the_program_has_an_empty_input_and_the_c_locale(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = -1;

	(void)state;
	buf_init(&out, 100);
	setenv("LC_ALL", "xx_YY", 1);
	setenv("LANGUAGE", "xx", 1);
	setenv("JUDGE_TEST_VARIABLE", "kept", 1);
	assert_int_equal(
		sh("cat; echo \"$LC_ALL,${LANGUAGE-unset},$JUDGE_TEST_VARIABLE\"", LONG_MS, &out, NULL, &status, &e),
		0);
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	unsetenv("JUDGE_TEST_VARIABLE");
	assert_string_equal(out.data, "C,unset,kept\n");
}

static void spawn__signals_are_at_their_default(void **state)
{
	struct err e = ERR_INIT;
	sighandler_t handler = signal(SIGPIPE, SIG_IGN);
	sigset_t blocked, before;
	int status = -1, r;

	(void)state;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	r = sh("kill -PIPE $$; exit 1", LONG_MS, NULL, NULL, &status, &e);
	assert_int_equal(r, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGPIPE);
	assert_int_equal(sh("kill -TERM $$; exit 1", LONG_MS, NULL, NULL, &status, &e), 0);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGPIPE, handler);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

static void spawn__the_timeout_kills_the_program_and_what_it_started(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = 77, how = 0;
	pid_t grandchild;

	(void)state;
	buf_init(&out, 100);
	/* Orphans come to us, so that we can see what they died of. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	assert_int_equal(sh("sleep 600 & echo $!; wait", 1000, &out, NULL, &status, &e), -ETIMEDOUT);
	assert_string_equal(e.text, "run sh: no end after 1000 ms");
	assert_int_equal(status, 77);
	grandchild = pid_in(&out);
	assert_int_equal(waitpid(grandchild, &how, 0), grandchild);
	assert_true(WIFSIGNALED(how));
	assert_int_equal(WTERMSIG(how), SIGKILL);
	assert_int_equal(waitpid(-1, &how, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void spawn__a_program_that_closes_its_output_is_still_bounded(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = 77;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(sh("exec sleep 600 >&- 2>&-", 100, &out, &out, &status, &e), -ETIMEDOUT);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void spawn__does_not_wait_for_what_is_left_in_the_background(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = -1, how;
	pid_t grandchild;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	/* The sleeper holds the pipe: reading to its end would take ten minutes and meet the timeout. */
	assert_int_equal(sh("sleep 600 & echo $!", LONG_MS, &out, &out, &status, &e), 0);
	assert_int_equal(status, 0);
	grandchild = pid_in(&out);
	assert_int_equal(kill(grandchild, SIGKILL), 0);
	assert_int_equal(waitpid(grandchild, &how, 0), grandchild);
}

static void spawn__endless_output_meets_the_ceiling(void **state)
{
	static const char *const argv[] = { "yes", NULL };
	struct err e = ERR_INIT;
	cleanup_buf struct buf out;
	int status = 77;

	(void)state;
	buf_init(&out, 1001);
	assert_int_equal(spawn_capture(argv, LONG_MS, &out, NULL, &status, &e), -EMSGSIZE);
	assert_string_equal(e.text, "yes: longer than 1001 bytes");
	assert_int_equal(out.len, 1001);
	assert_int_equal(status, 77);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void spawn__leaves_no_descriptor_open(void **state)
{
	const size_t before = count_descriptors();
	struct err e = ERR_INIT;
	cleanup_buf struct buf out, err, small;
	static const char *const none[] = { "no-such-program-anywhere", NULL };
	int status;

	(void)state;
	buf_init(&out, 100);
	buf_init(&err, 100);
	buf_init(&small, 1);
	assert_int_equal(sh("echo", LONG_MS, &out, &err, &status, &e), 0);
	assert_int_equal(sh("echo long", LONG_MS, &small, &err, &status, &e), -EMSGSIZE);
	assert_int_equal(sh("exec sleep 600", 50, &out, &err, &status, &e), -ETIMEDOUT);
	assert_int_equal(spawn_capture(none, LONG_MS, &out, &err, &status, &e), -ENOENT);
	assert_int_equal(count_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spawn__captures_both_outputs_apart),
		cmocka_unit_test(spawn__one_buf_gets_both_in_order),
		cmocka_unit_test(spawn__what_nobody_wants_is_dropped),
		cmocka_unit_test(spawn__reads_more_than_a_pipe_holds),
		cmocka_unit_test(spawn__gives_the_wait_status),
		cmocka_unit_test(spawn__a_missing_program_is_an_error),
		cmocka_unit_test(spawn__a_missing_program_is_missing_whatever_path_holds),
		cmocka_unit_test(spawn__arguments_pass_no_shell),
		cmocka_unit_test(spawn__the_program_has_an_empty_input_and_the_c_locale),
		cmocka_unit_test(spawn__signals_are_at_their_default),
		cmocka_unit_test(spawn__the_timeout_kills_the_program_and_what_it_started),
		cmocka_unit_test(spawn__a_program_that_closes_its_output_is_still_bounded),
		cmocka_unit_test(spawn__does_not_wait_for_what_is_left_in_the_background),
		cmocka_unit_test(spawn__endless_output_meets_the_ceiling),
		cmocka_unit_test(spawn__leaves_no_descriptor_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
