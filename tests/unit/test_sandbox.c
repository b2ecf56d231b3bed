/*
 * tags: serial
 *
 * Keepers and wardens: what they take from whoever starts them, what they refuse, and that nothing of them is left.
 */
#include "tests/support/box_fixture.h"

#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void bad_requests(struct fixture *f)
{
	const char *const argv[] = { "victim", "exit", "0", NULL };
	struct box_run good = f->run, bad;
	struct box_spec spec;
	struct box *b;
	struct err e = ERR_INIT;

	good.argv = argv;
#define BAD_RUN(change, word)                                       \
	do {                                                        \
		bad = good;                                         \
		change;                                             \
		CHECK(box_run(f->b, &bad, &f->res, &e) == -EINVAL); \
		CHECK(strstr(e.text, word));                        \
	} while (0)
	BAD_RUN(bad.program = "box/victim", "program");
	BAD_RUN(bad.program = "/box/../victim", "program");
	BAD_RUN(bad.argv = NULL, "argv");
	BAD_RUN(bad.limits.cpu_us = 0, "CPU");
	BAD_RUN(bad.limits.wall_us = UINT64_MAX, "wall");
	BAD_RUN(bad.limits.stack_bytes = 1, "stack");
	BAD_RUN(bad.limits.open_files = 0, "open files");
	BAD_RUN(bad.limits.open_files = 100000, "open files");
	BAD_RUN(bad.n_streams = 9, "streams");
#define BAD_SPEC(change, word)                                   \
	do {                                                     \
		spec = f->spec;                                  \
		change;                                          \
		CHECK(box_open(f->s, &spec, &b, &e) == -EINVAL); \
		CHECK(strstr(e.text, word));                     \
	} while (0)
	BAD_SPEC(spec.processes = 0, "processes");
	BAD_SPEC(spec.memory_bytes = 0, "memory");
	BAD_SPEC(spec.memory_bytes = UINT64_MAX, "memory");
	BAD_SPEC(spec.work_files = 0, "files");
	BAD_SPEC(spec.policy = (enum box_policy)7, "policy");
	bad = good;
	bad.program = "/box/none";
	CHECK(box_run(f->b, &bad, &f->res, &e) == -ENOENT);
	bad.program = "/dev/null";
	CHECK(box_run(f->b, &bad, &f->res, &e) == -ENOEXEC);
	/* The box is still good. */
	CHECK(!box_run(f->b, &good, &f->res, &e) && exited(f, 0));
}

/* A shell that ignores signals must change neither how the keeper waits nor what a program finds. */
static void ignored_signals(struct fixture *f)
{
	fixture_end(f);
	for (int s = 1; s < 32; s++)
		if (s != SIGKILL && s != SIGSTOP)
			signal(s, SIG_IGN);
	fixture_begin(f, f->place, f->group);
	run(f, "ignored", NULL);
	CHECK(exited(f, 0));
}

/* Is this a user, or a root without CAP_SYS_RESOURCE, who cannot lift a hard limit again? */
static bool is_bound(int resource)
{
	/* Nobody may have more descriptors than fs.nr_open, so that infinity is refused to root as well. */
	rlim_t most = resource == RLIMIT_NOFILE ? 4096 : RLIM_INFINITY;
	const struct rlimit wide = { most, most };
	int status = 0;
	pid_t pid = fork();

	if (!pid)
		_exit(setrlimit((__rlimit_resource_t)resource, &wide) < 0);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status) != 0;
}

/* Limits that the judge was started with: lifted where that may be done, else the one that is in the way is named. */
static void hard_limits(struct fixture *f)
{
	const struct sandbox_config config = { keeper_path, NULL };
	const struct rlimit small_stack = { 512 * 1024, 512 * 1024 }, few_files = { 500, 500 };
	const char *const argv[] = { "victim", "recurse", "100", NULL };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;
	int r;

	sandbox_close(f->s);
	CHECK(!setrlimit(RLIMIT_STACK, &small_stack));
	OK(sandbox_open(&config, &f->s, &e));
	open_box(f);
	f->run.argv = argv;
	r = box_run(f->b, &f->run, &f->res, &e);
	if (is_bound(RLIMIT_STACK))
		CHECK(r == -EPERM && strstr(e.text, "ulimit") && strstr(e.text, "STACK"));
	else
		CHECK(!r && exited(f, 0));
	CHECK(!setrlimit(RLIMIT_NOFILE, &few_files));
	r = sandbox_open(&config, &s, &e);
	if (is_bound(RLIMIT_NOFILE))
		CHECK(r == -EMFILE && strstr(e.text, "ulimit"));
	else
		OK(r);
	sandbox_close(r ? NULL : s);
}

/* What a warden has open leads into its own box, to its keeper and to its own groups, however many boxes there are. */
static void check_links(const char *fds)
{
	char path[PATH_MAX], link[PATH_MAX];
	struct err e = ERR_INIT;
	int sockets = 0;
	char **names;
	size_t n;

	OK(fs_list(AT_FDCWD, fds, 10000, &names, &n, &e));
	for (size_t i = 0; i < n; i++) {
		ssize_t len;

		snprintf(path, sizeof(path), "%s/%s", fds, names[i]);
		len = readlink(path, link, sizeof(link) - 1);
		CHECK(len > 0);
		link[len] = 0;
		sockets += !strncmp(link, "socket:", 7);
		/* Of its groups files, and no directory, from which there would be a way up. */
		CHECK(!strrchr(link, '/') || strncmp(strrchr(link, '/'), "/judge.", 7) != 0);
	}
	CHECK(n > 0 && n < 28 && sockets == 1);
	free(names);
}

static void wardens(struct fixture *f)
{
	char path[64];
	pid_t all[32];
	size_t n;

	/* They are not dumpable: only root can look. */
	if (geteuid() != 0)
		return;
	for (int i = 0; i < 20; i++)
		open_box(f);
	n = children_of(keeper_pid(), all, 32);
	CHECK(n == 21);
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "/proc/%d/fd", (int)all[i]);
		check_links(path);
	}
}

CASE(bad_requests, box__refuses_every_field_out_of_range_by_name)
CASE(ignored_signals, box__does_not_inherit_ignored_signals)
CASE(hard_limits, box__lifts_or_names_the_limits_of_whoever_started_it)
CASE(wardens, wardens__have_nothing_open_of_others)

/* ---- what is left over ------------------------------------------------------------------------------------------- */

static void sandbox__leaves_no_process_behind(void **state)
{
	const struct sandbox_config config = { keeper_path, NULL };
	struct box_probe probe;
	struct sandbox *s;
	struct err e = ERR_INIT;
	pid_t child;

	(void)state;
	assert_int_equal(sandbox_open(&config, &s, &e), 0);
	assert_int_equal(sandbox_probe(s, &probe, &e), 0);
	sandbox_close(s);
	assert_int_equal(children_of(getpid(), &child, 1), 0);
}

static void sandbox__without_keeper_is_an_error(void **state)
{
	const struct sandbox_config config = { "/nonexistent/judge-keeper", NULL };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(sandbox_open(&config, &s, &e), -ENOENT);
	assert_null(s);
	assert_non_null(strstr(e.text, "judge-keeper"));
}

/* A keeper that is killed takes its wardens and their programs along; the judge gets an error, not a result. */
static void sandbox__survives_a_killed_keeper(void **state)
{
	const struct sandbox_config config = { keeper_path, NULL };
	const char *const argv[] = { "victim", "exit", "0", NULL };
	struct fixture f = { 0 };
	struct err e = ERR_INIT;
	pid_t child;

	(void)state;
	mode = "killed keeper";
	assert_int_equal(sandbox_open(&config, &f.s, &e), 0);
	f.spec = (struct box_spec){ .policy = BOX_POLICY_RUN, .processes = 1, .memory_bytes = 64 * MIB };
	open_box(&f);
	kill_and_wait(keeper_pid());
	f.run = (struct box_run){ .program = "/box/victim", .argv = argv, .limits = { 1000000, 1000000, MIB, 0, 16 } };
	assert_int_equal(box_run(f.b, &f.run, &f.res, &e), -EPIPE);
	sandbox_close(f.s);
	assert_int_equal(children_of(getpid(), &child, 1), 0);
	/* The next keeper sweeps the groups that it could not remove. */
	assert_int_equal(sandbox_open(&config, &f.s, &e), 0);
	sandbox_close(f.s);
}

/* Delegated, but we are elsewhere: the kernel asks for rights on what both groups are in. */
static void open_unreachable(const char *group)
{
	static const char *const files[] = { "", "/cgroup.procs", "/cgroup.subtree_control" };
	const struct sandbox_config config = { keeper_path, group };
	struct box_probe probe = { 0 };
	struct err e = ERR_INIT;
	struct sandbox *s;
	char path[PATH_MAX];

	CHECK(!mkdir(group, 0755));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		group_of(getpid(), files[i], path);
		CHECK(!chown(path, 65534, 65534));
	}
	become_user();
	OK(sandbox_open(&config, &s, &e));
	OK(sandbox_probe(s, &probe, &e));
	CHECK(!probe.usable);
	if (!strstr(probe.failure, "enter the control group"))
		fprintf(stderr, "unusable: %s\n", probe.failure);
	CHECK(strstr(probe.failure, "enter the control group"));
	sandbox_close(s);
}

static void sandbox__says_that_a_given_group_cannot_be_entered(void **state)
{
	char group[PATH_MAX];
	int status;
	pid_t pid;

	(void)state;
	mode = "unreachable group";
	if (!cgroup_ours || geteuid() != 0)
		return;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		group_of(getpid(), "", group);
		open_unreachable(group);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	remove_group(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__refuses_every_field_out_of_range_by_name),
		cmocka_unit_test(box__does_not_inherit_ignored_signals),
		cmocka_unit_test(box__lifts_or_names_the_limits_of_whoever_started_it),
		cmocka_unit_test(wardens__have_nothing_open_of_others),
		cmocka_unit_test(sandbox__leaves_no_process_behind),
		cmocka_unit_test(sandbox__without_keeper_is_an_error),
		cmocka_unit_test(sandbox__survives_a_killed_keeper),
		cmocka_unit_test(sandbox__says_that_a_given_group_cannot_be_entered),
	};

	return cmocka_run_group_tests_name("sandbox", tests, boxes_set_up, boxes_tear_down);
}
