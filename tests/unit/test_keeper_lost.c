/*
 * tags: serial
 *
 * What a judge meets who is alone with its keeper: one that is killed or stopped, or is no keeper at all; signals of
 * its own in every wait; no descriptor left; no room. Always an error in bounded time, or the right result; never a
 * process, a group or a descriptor that stays.
 */
#include "tests/support/keeper_fixture.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Over every bound that the library has, and far under a hang. */
#define BOUND_S 100

static struct buf before;

static struct sandbox *open_sandbox(enum box_mode mode)
{
	const struct sandbox_config config = { keeper_fixture.keeper, box_mode_cgroup(mode) };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;

	CHECK_OK(sandbox_open(&config, &s, &e), &e);
	return s;
}

static struct box *open_box(struct sandbox *s)
{
	struct box *b = NULL;
	struct err e = ERR_INIT;

	CHECK_OK(box_open(s, &keeper_fixture_spec, &b, &e), &e);
	CHECK_OK(keeper_fixture_put(b, &e), &e);
	return b;
}

/* Runs "victim how arg" and captures what it prints. */
static int run(struct box *b, const char *how, const char *arg, struct buf *out, struct box_result *res, struct err *e)
{
	const char *const argv[] = { "victim", how, arg, NULL };
	const struct box_stream stream = { .box_fd = 1, .kind = BOX_STREAM_CAPTURE, .into = out };
	struct box_run order = keeper_fixture_run(argv);

	buf_reset(out);
	order.streams = &stream;
	order.n_streams = 1;
	return box_run(b, &order, res, e);
}

static void run_well(struct box *b)
{
	cleanup_buf struct buf out = { 0 };
	struct box_result res;
	struct err e = ERR_INIT;

	buf_init(&out, 100);
	CHECK_OK(run(b, "echo", "hello", &out, &res, &e), &e);
	CHECK(res.end == BOX_END_EXIT && res.exit_code == 0 && !strcmp(out.data, "hello\n"));
}

static pid_t only_child(pid_t of)
{
	pid_t pid = 0;

	CHECK(keeper_fixture_children(of, &pid, 1) == 1);
	return pid;
}

static void begin(void)
{
	struct err e = ERR_INIT;

	alarm(BOUND_S);
	buf_init(&before, 65536);
	CHECK_OK(keeper_fixture_descriptors(&before, &e), &e);
}

/* Nothing of it all is left in this process. */
static void finish(void)
{
	cleanup_buf struct buf after = { 0 };
	struct err e = ERR_INIT;
	pid_t pid;

	buf_init(&after, 65536);
	CHECK_OK(keeper_fixture_descriptors(&after, &e), &e);
	CHECK(!strcmp(before.data, after.data));
	CHECK(keeper_fixture_children(getpid(), &pid, 1) == 0);
	buf_clear(&before);
}

/* ---- killed ------------------------------------------------------------------------------------------------------ */

/* A process that sends the signal when half the time has passed that a program sleeps. */
static pid_t signal_soon(pid_t whom, int signal)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	usleep(100000);
	_exit(kill(whom, signal) < 0);
}

static void await_signaller(pid_t pid)
{
	int status;

	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status));
}

/* Until a process that is no child of ours is gone. */
static void await_end_of(pid_t pid)
{
	uint64_t until = clock_mono_us() + 5 * CLOCK_US_PER_S;

	while (kill(pid, 0) == 0) {
		CHECK(clock_mono_us() < until);
		usleep(1000);
	}
	CHECK(errno == ESRCH);
}

static void killed_before_a_box(enum box_mode mode)
{
	struct sandbox *s;
	struct box *b = NULL;
	struct err e = ERR_INIT;

	begin();
	s = open_sandbox(mode);
	CHECK(!kill(only_child(getpid()), SIGKILL));
	CHECK(box_open(s, &keeper_fixture_spec, &b, &e) == -EPIPE && !b && strstr(e.text, "keeper"));
	/* It stays so. */
	CHECK(box_open(s, &keeper_fixture_spec, &b, &e) < 0 && !b);
	sandbox_close(s);
	finish();
}

static void killed_between_runs(enum box_mode mode)
{
	cleanup_buf struct buf out = { 0 };
	struct sandbox *s;
	struct box *b;
	struct box_result res;
	struct err e = ERR_INIT;
	pid_t keeper, warden;

	begin();
	buf_init(&out, 100);
	s = open_sandbox(mode);
	keeper = only_child(getpid());
	b = open_box(s);
	warden = only_child(keeper);
	run_well(b);
	CHECK(!kill(keeper, SIGKILL));
	await_end_of(warden);
	CHECK(run(b, "exit", "0", &out, &res, &e) == -EPIPE);
	CHECK(keeper_fixture_put(b, &e) < 0);
	CHECK(box_get(b, "file", &out, &e) < 0);
	box_close(b);
	sandbox_close(s);
	/* The next one removes the groups that it could not. */
	s = open_sandbox(mode);
	run_well(open_box(s));
	sandbox_close(s);
	finish();
}

static void killed_during_a_run(enum box_mode mode)
{
	cleanup_buf struct buf out = { 0 };
	struct sandbox *s;
	struct box *b;
	struct box_result res;
	struct err e = ERR_INIT;
	pid_t keeper, warden, signaller;

	begin();
	buf_init(&out, 100);
	s = open_sandbox(mode);
	keeper = only_child(getpid());
	b = open_box(s);
	warden = only_child(keeper);
	signaller = signal_soon(keeper, SIGKILL);
	CHECK(run(b, "sleep", NULL, &out, &res, &e) == -EPIPE);
	await_signaller(signaller);
	await_end_of(warden);
	sandbox_close(s);
	finish();
}

/* Only the box is lost with its warden; the keeper makes another. */
static void warden_killed(enum box_mode mode)
{
	cleanup_buf struct buf out = { 0 };
	struct sandbox *s;
	struct box *b;
	struct box_result res;
	struct err e = ERR_INIT;
	pid_t keeper, signaller;

	begin();
	buf_init(&out, 100);
	s = open_sandbox(mode);
	keeper = only_child(getpid());
	b = open_box(s);
	signaller = signal_soon(only_child(keeper), SIGKILL);
	CHECK(run(b, "sleep", NULL, &out, &res, &e) == -EPIPE && strstr(e.text, "died"));
	await_signaller(signaller);
	CHECK(run(b, "exit", "0", &out, &res, &e) == -EPIPE);
	box_close(b);
	b = open_box(s);
	run_well(b);
	CHECK(!kill(only_child(keeper), SIGKILL));
	CHECK(run(b, "exit", "0", &out, &res, &e) == -EPIPE);
	box_close(b);
	run_well(open_box(s));
	sandbox_close(s);
	finish();
}

/* ---- silent ------------------------------------------------------------------------------------------------------ */

/* What is started as a keeper and is none; `text` NULL: the path itself. */
static const struct {
	const char *path, *text;
	int error;
} strangers[] = {
	{ "/bin/true", NULL, -EPIPE },
	{ "/bin/cat", NULL, -ETIMEDOUT },
	{ "silent", "#!/bin/sh\nexec sleep 1000\n", -ETIMEDOUT },
	{ "deaf", "#!/bin/sh\ntrap '' TERM INT HUP PIPE\nexec sleep 1000 3>&-\n", -EPIPE },
	{ "chatty", "#!/bin/sh\necho hello >&3\nexec sleep 1000\n", -EPROTO },
	{ "text", "no program at all\n", -ENOEXEC },
	{ "/", NULL, -EACCES },
	{ "/etc/passwd", NULL, -EACCES },
	{ "/nonexistent/judge-keeper", NULL, -ENOENT },
};

/* One that reads its standard input must find one that does not end. */
static void hold_stdin(void)
{
	int ends[2];

	CHECK(!pipe2(ends, O_CLOEXEC));
	CHECK(dup2(ends[0], 0) == 0);
}

static void meet_stranger(size_t i)
{
	char path[PATH_MAX];
	const struct sandbox_config config = { path, "" };
	struct sandbox *s = NULL;
	struct err e = ERR_INIT;
	int r;

	if (strangers[i].text) {
		snprintf(path, sizeof(path), "%.3000s/%s", keeper_fixture.dir, strangers[i].path);
		CHECK_OK(fs_create(AT_FDCWD, path, strangers[i].text, strlen(strangers[i].text), 0755, &e), &e);
	} else {
		snprintf(path, sizeof(path), "%s", strangers[i].path);
	}
	hold_stdin();
	begin();
	r = sandbox_open(&config, &s, &e);
	if (r != strangers[i].error)
		fprintf(stderr, "%s: %d %s\n", path, r, e.text);
	CHECK(r == strangers[i].error && !s && e.text[0]);
	finish();
	_exit(0);
}

/* All at once, for each waits until patience ends. */
static void sandbox__does_not_wait_for_a_stranger_without_end(void **state)
{
	enum { N = sizeof(strangers) / sizeof(strangers[0]) };
	pid_t pids[N];
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (!pids[i])
			meet_stranger(i);
	}
	for (size_t i = 0; i < N; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		failed += status != 0;
	}
	assert_int_equal(failed, 0);
}

static void keeper_stopped(enum box_mode mode)
{
	struct sandbox *s;
	struct box *b = NULL;
	struct err e = ERR_INIT;

	begin();
	s = open_sandbox(mode);
	run_well(open_box(s));
	CHECK(!kill(only_child(getpid()), SIGSTOP));
	CHECK(box_open(s, &keeper_fixture_spec, &b, &e) == -ETIMEDOUT && !b);
	sandbox_close(s);
	finish();
}

static void keeper_stopped_at_the_end(enum box_mode mode)
{
	struct sandbox *s;

	begin();
	s = open_sandbox(mode);
	open_box(s);
	CHECK(!kill(only_child(getpid()), SIGSTOP));
	sandbox_close(s);
	finish();
}

static void warden_stopped(enum box_mode mode)
{
	cleanup_buf struct buf out = { 0 };
	const char *const argv[] = { "victim", "sleep", NULL };
	struct box_run order = keeper_fixture_run(argv);
	struct sandbox *s;
	struct box *b;
	struct box_result res;
	struct err e = ERR_INIT;
	pid_t signaller;

	begin();
	buf_init(&out, 100);
	s = open_sandbox(mode);
	b = open_box(s);
	order.limits.wall_us = 200000;
	signaller = signal_soon(only_child(only_child(getpid())), SIGSTOP);
	CHECK(box_run(b, &order, &res, &e) == -ETIMEDOUT);
	await_signaller(signaller);
	box_close(b);
	run_well(open_box(s));
	sandbox_close(s);
	finish();
}

/* ---- signals, descriptors, room ---------------------------------------------------------------------------------- */

static volatile sig_atomic_t ticks;

static void on_tick(int signal)
{
	(void)signal;
	ticks++;
}

/* Each wait and each transfer of the judge ends with EINTR every now and then. */
static void signals(enum box_mode mode)
{
	const struct sigaction no_restart = { .sa_handler = on_tick };
	const struct itimerval storm = { { 0, 300 }, { 0, 300 } }, calm = { 0 };
	cleanup_buf struct buf out = { 0 };
	struct box_result res;
	struct err e = ERR_INIT;

	begin();
	buf_init(&out, 200000);
	CHECK(!sigaction(SIGALRM, &no_restart, NULL));
	CHECK(!setitimer(ITIMER_REAL, &storm, NULL));
	for (int i = 0; i < 10; i++) {
		struct sandbox *s = open_sandbox(mode);
		struct box *b = open_box(s);

		for (int j = 0; j < 10; j++) {
			CHECK_OK(run(b, "print", "100000", &out, &res, &e), &e);
			CHECK(res.end == BOX_END_EXIT && !res.exit_code && out.len == 100000);
		}
		sandbox_close(s);
	}
	CHECK(!setitimer(ITIMER_REAL, &calm, NULL));
	CHECK(ticks > 100);
	finish();
}

/* How far one comes with so many descriptors: 0 = all the way. */
static int come_far(enum box_mode mode)
{
	const struct sandbox_config config = { keeper_fixture.keeper, box_mode_cgroup(mode) };
	cleanup_sandbox struct sandbox *s = NULL;
	cleanup_buf struct buf out = { 0 };
	struct box *b = NULL;
	struct box_result res;
	struct err e = ERR_INIT;
	int r;

	buf_init(&out, 100000);
	r = sandbox_open(&config, &s, &e);
	if (!r)
		r = box_open(s, &keeper_fixture_spec, &b, &e);
	if (!r)
		r = keeper_fixture_put(b, &e);
	if (!r)
		r = run(b, "echo", "hello", &out, &res, &e);
	if (!r)
		CHECK(res.end == BOX_END_EXIT && !res.exit_code && !strcmp(out.data, "hello\n"));
	CHECK(!r || (r == e.code && e.text[0]));
	return r;
}

/* The keeper lifts its own soft limit, so what is lacking is lacking here. */
static void descriptors(enum box_mode mode)
{
	struct rlimit l;
	int r = -EMFILE;
	rlim_t n;

	begin();
	CHECK(!getrlimit(RLIMIT_NOFILE, &l));
	for (n = 3; r && n < 64; n++) {
		l.rlim_cur = n;
		CHECK(!setrlimit(RLIMIT_NOFILE, &l));
		r = come_far(mode);
	}
	CHECK(!r && n > 6);
	l.rlim_cur = l.rlim_max;
	CHECK(!setrlimit(RLIMIT_NOFILE, &l));
	finish();
}

/* /box has room for so many files and no more; what does not fit leaves nothing behind. */
static void room_for_files(enum box_mode mode)
{
	struct sandbox *s;
	struct box *b;
	struct err e = ERR_INIT;
	char name[32];
	int fd, r = 0, n;

	begin();
	s = open_sandbox(mode);
	b = open_box(s);
	CHECK_OK(fs_memfd("small", "x", 1, &fd, &e), &e);
	for (n = 0; !r && n < 5000; n++) {
		snprintf(name, sizeof(name), "f%d", n);
		r = box_put(b, name, fd, &e);
	}
	CHECK(r == -ENOSPC && n > 100 && strstr(e.text, name));
	CHECK(box_put(b, "one-more", fd, &e) == -ENOSPC);
	close(fd);
	run_well(b);
	sandbox_close(s);
	finish();
}

static void room_for_bytes(enum box_mode mode)
{
	struct sandbox *s;
	struct box *b;
	struct err e = ERR_INIT;
	int fd;

	begin();
	s = open_sandbox(mode);
	b = open_box(s);
	fd = memfd_create("large", MFD_CLOEXEC);
	CHECK(fd >= 0 && !ftruncate(fd, 257 << 20));
	CHECK(box_put(b, "large", fd, &e) == -ENOSPC && strstr(e.text, "large"));
	/* Its name is free again, and so is the room. */
	CHECK(!ftruncate(fd, 1 << 20));
	CHECK_OK(box_put(b, "large", fd, &e), &e);
	close(fd);
	run_well(b);
	sandbox_close(s);
	finish();
}

#define CASE(fn, name)                       \
	static void name(void **state)       \
	{                                    \
		(void)state;                 \
		keeper_fixture_in_modes(fn); \
	}
CASE(killed_before_a_box, sandbox__tells_that_its_keeper_was_killed)
CASE(killed_between_runs, box__ends_with_a_killed_keeper)
CASE(killed_during_a_run, box__ends_with_its_keeper_in_a_run)
CASE(warden_killed, sandbox__goes_on_after_a_killed_box)
CASE(keeper_stopped, sandbox__does_not_wait_for_a_stopped_keeper_without_end)
CASE(keeper_stopped_at_the_end, sandbox__ends_a_stopped_keeper)
CASE(warden_stopped, sandbox__ends_a_stopped_box)
CASE(signals, judge__may_be_interrupted_at_any_time)
CASE(descriptors, judge__is_told_when_descriptors_are_out)
CASE(room_for_files, box_put__tells_when_there_is_no_room_for_a_file)
CASE(room_for_bytes, box_put__tells_when_there_is_no_room_for_its_bytes)

int main(void)
{
	/*
	 * Those that take as long as the library is patient, or as much memory as /box may take, come last and
	 * rarely.
	 */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sandbox__tells_that_its_keeper_was_killed),
		cmocka_unit_test(box__ends_with_a_killed_keeper),
		cmocka_unit_test(box__ends_with_its_keeper_in_a_run),
		cmocka_unit_test(sandbox__goes_on_after_a_killed_box),
		cmocka_unit_test(sandbox__does_not_wait_for_a_stranger_without_end),
		cmocka_unit_test(judge__may_be_interrupted_at_any_time),
		cmocka_unit_test(judge__is_told_when_descriptors_are_out),
		cmocka_unit_test(box_put__tells_when_there_is_no_room_for_a_file),
	};
	const struct CMUnitTest patient[] = {
		cmocka_unit_test(sandbox__does_not_wait_for_a_stopped_keeper_without_end),
		cmocka_unit_test(sandbox__ends_a_stopped_keeper),
		cmocka_unit_test(sandbox__ends_a_stopped_box),
		cmocka_unit_test(box_put__tells_when_there_is_no_room_for_its_bytes),
	};
	int failed = cmocka_run_group_tests_name("keeper_lost", tests, keeper_fixture_open, keeper_fixture_close);

	if (getenv("JUDGE_SOAK"))
		failed += cmocka_run_group_tests_name("keeper_lost, patient", patient, keeper_fixture_open,
						      keeper_fixture_close);
	return failed;
}
