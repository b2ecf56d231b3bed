/*
 * tags: serial
 *
 * Runs by a server: an honest one's forks end, are limited and are measured as a program by exec, and whatever is not
 * as it must be is noticed, leaves nothing and does not hinder a run by exec.
 */
#include "sandbox/base/fs.h"
#include "tests/support/box_fixture.h"

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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char irregular[BOX_IRREGULAR_MAX];
static const char *last_how; /* the server that was started last */

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static void open_to_serve(struct fixture *f)
{
	f->spec.serve = true;
	f->spec.work_bytes = f->spec.work_files = 0;
	f->run.program = "/box/server";
	f->run.limits.file_bytes = 0;
	reopen_box(f);
}

static void serve(struct fixture *f, const char *how)
{
	const char *const argv[] = { "server", how, NULL };
	struct box_run server = f->run;
	struct err e = ERR_INIT;

	last_how = how;
	server.argv = argv;
	server.streams = NULL;
	server.n_streams = 0;
	/* A host under load charges a process now and then for what others do. */
	for (int left = 5; left > 0; left--) {
		OK(box_serve(f->b, &server, irregular, &e));
		if (!strcmp(how, "computes") || !strstr(irregular, "computed before its first fork"))
			break;
	}
}

/* What a run does stands on its descriptor 3. */
static int begin_deed(struct fixture *f, const char *deed)
{
	struct err e = ERR_INIT;
	int fd;

	OK(fs_memfd("deed", deed, strlen(deed), &fd, &e));
	f->streams[3] = (struct box_stream){ .box_fd = 3, .kind = BOX_STREAM_FD, .fd = fd };
	buf_reset(&f->out);
	return fd;
}

static void by_exec(struct fixture *f, const char *deed)
{
	const char *const argv[] = { "server", "exec", NULL };
	struct box_run run_once = f->run;
	struct err e = ERR_INIT;
	int fd = begin_deed(f, deed);

	run_once.argv = argv;
	run_once.n_streams = 4;
	OK(box_run(f->b, &run_once, &f->res, &e));
	close(fd);
}

/* True: it was regular. */
static bool by_fork(struct fixture *f, const char *deed)
{
	struct err e = ERR_INIT;
	int fd = begin_deed(f, deed);

	OK(box_serve_run(f->b, f->streams, 4, &f->res, irregular, &e));
	close(fd);
	return !irregular[0];
}

/* A host that is interrupted itself may charge even an honest server with that, once in thousands of runs. */
static bool served(struct fixture *f, const char *deed)
{
	for (int i = 0; i < 3; i++) {
		if (by_fork(f, deed))
			return true;
		fprintf(stderr, "'%s' was irregular: %s\n", deed, irregular);
		if (!strstr(irregular, "it computed"))
			return false;
		serve(f, last_how);
	}
	return false;
}

/* No process is in the box but the warden. */
static bool is_empty(void)
{
	pid_t warden = 0, child;

	CHECK(children_of(keeper_pid(), &warden, 1) == 1);
	return !children_of(warden, &child, 1);
}

/* ---- an honest server -------------------------------------------------------------------------------------------- */

static void many_runs(struct fixture *f)
{
	open_to_serve(f);
	serve(f, "honest");
	for (int i = 0; i < 1000; i++) {
		CHECK(served(f, i % 2 ? "exit 7" : "echo word"));
		CHECK(exited(f, i % 2 ? 7 : 0) && !strcmp(f->out.data, i % 2 ? "" : "word\n"));
	}
	/* What one leaves in its memory is not there for the next. */
	for (int i = 0; i < 3; i++)
		CHECK(served(f, "count") && exited(f, 1));
	box_close(f->b);
	CHECK(!children_of(keeper_pid(), (pid_t[1]){ 0 }, 1));
}

static bool differ(const struct box_result *a, const struct box_result *b)
{
	return a->end != b->end || (a->end == BOX_END_EXIT && a->exit_code != b->exit_code) ||
	       (a->end == BOX_END_SIGNAL && a->signal != b->signal) || a->syscall_nr != b->syscall_nr ||
	       a->syscall_arch != b->syscall_arch || strcmp(a->syscall_name, b->syscall_name) ||
	       a->processes_refused != b->processes_refused || a->files_refused != b->files_refused;
}

/* The same by exec and by a fork; f->res is the fork's. */
static void both_ways(struct fixture *f, const char *deed)
{
	struct box_result res;
	char *out;

	by_exec(f, deed);
	res = f->res;
	out = strdup(f->out.data);
	CHECK(out);
	serve(f, "honest");
	CHECK(!irregular[0] && served(f, deed));
	if (differ(&res, &f->res) || strcmp(out, f->out.data))
		fprintf(stderr,
			"'%s': end %d, exit %d, signal %d, call '%s':\n%.999s---\nby a fork %d, %d, %d, '%s':\n%.999s",
			deed, res.end, res.exit_code, res.signal, res.syscall_name, out, f->res.end, f->res.exit_code,
			f->res.signal, f->res.syscall_name, f->out.data);
	CHECK(!differ(&res, &f->res) && !strcmp(out, f->out.data));
	free(out);
}

static void ends(struct fixture *f)
{
	static const struct {
		const char *deed;
		enum box_end end;
	} all[] = {
		{ "exit 0", BOX_END_EXIT },         { "exit 200", BOX_END_EXIT },
		{ "fault", BOX_END_SIGNAL },        { "trap", BOX_END_SIGNAL },
		{ "alarm", BOX_END_SIGNAL },        { "recurse 100", BOX_END_EXIT },
		{ "recurse 1000", BOX_END_SIGNAL }, { "print 10000", BOX_END_EXIT },
		{ "print 10001", BOX_END_OUTPUT },  { "print_late 10001", BOX_END_OUTPUT },
		{ "flood", BOX_END_OUTPUT },
	};

	open_to_serve(f);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		both_ways(f, all[i].deed);
		CHECK(ended(f, all[i].end));
	}
}

/* A server's filter is another than that of a run by exec, so what it refuses is asked again. */
static void refused_calls(struct fixture *f)
{
	static const struct {
		const char *deed;
		enum box_end end;
		const char *call;
	} all[] = {
		{ "socket", BOX_END_SYSCALL, "socket" },        { "exec", BOX_END_SYSCALL, "execve" },
		{ "limit_init", BOX_END_SYSCALL, "prlimit64" }, { "call 101", BOX_END_SYSCALL, "ptrace" },
		{ "call 53", BOX_END_SYSCALL, "socketpair" },   { "fork", BOX_END_PROCESSES, "clone" },
		{ "vfork", BOX_END_PROCESSES, "vfork" },        { "thread", BOX_END_PROCESSES, "clone" },
		{ "fork_bomb", BOX_END_PROCESSES, "clone" },    { "share", BOX_END_EXIT, "" },
	};

	open_to_serve(f);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		serve(f, "honest");
		CHECK(!irregular[0] && !by_fork(f, all[i].deed) && !strcmp(irregular, "a call was refused"));
		CHECK(is_empty());
		by_exec(f, all[i].deed);
		CHECK(ended(f, all[i].end) && !strcmp(f->res.syscall_name, all[i].call));
	}
}

static void clocks(struct fixture *f)
{
	open_to_serve(f);
	f->run.limits.cpu_us = 100000 * slowness;
	both_ways(f, "spin");
	CHECK(ended(f, BOX_END_CPU) && f->res.cpu_us > f->run.limits.cpu_us);
	/* Half of the limit passes, and what was used is what was burnt. */
	both_ways(f, "spin_us 50000");
	CHECK(exited(f, 0) && f->res.cpu_us >= 50000 && f->res.cpu_us < 50000 + 50000 * slowness);
	f->run.limits.wall_us = 200000 * slowness;
	both_ways(f, "spin_and_sleep 20000");
	CHECK(ended(f, BOX_END_WALL) && f->res.wall_us >= f->run.limits.wall_us);
	CHECK(f->res.wall_us < 3 * f->run.limits.wall_us);
	/* Each run is charged with the preparation, as by exec, and with what its fork does before it has its run. */
	serve(f, "warms");
	for (int i = 0; i < 3; i++)
		CHECK(served(f, "exit 0") && exited(f, 0) && f->res.cpu_us >= 8000);
	serve(f, "spins_first");
	CHECK(served(f, "exit 0") && exited(f, 0) && f->res.cpu_us >= 20000);
}

static void memory(struct fixture *f)
{
	uint64_t peak;

	open_to_serve(f);
	by_exec(f, "touch 32");
	CHECK(exited(f, 0));
	peak = f->res.peak_bytes;
	serve(f, "honest");
	for (int i = 0; i < 3; i++) {
		CHECK(served(f, "touch 32") && exited(f, 0) && f->res.peak_bytes >= 32 * MIB);
		CHECK(f->res.peak_bytes < peak + MIB && peak < f->res.peak_bytes + MIB);
	}
	/* Over the limit the server would share in what is counted, so an exec decides; where it can, malloc does. */
	by_exec(f, "touch 200");
	CHECK(f->memory_group ? ended(f, BOX_END_MEMORY) : exited(f, 9));
	serve(f, "honest");
	CHECK(by_fork(f, "touch 200") == !f->memory_group);
	CHECK(f->memory_group ? strstr(irregular, "memory") != NULL : exited(f, 9));
	serve(f, "honest");
	CHECK(!irregular[0] && !by_fork(f, "touch 63") && irregular[0]);
	by_exec(f, "exit 0");
	CHECK(exited(f, 0));
}

/* What a run finds of its surroundings. */
static void surroundings(struct fixture *f)
{
	static const char *const deeds[] = { "limits",  "descriptors",  "signals",    "cat",          "env",
					     "ids",     "peek",         "write_root", "raise_limit",  "caps",
					     "ignored", "no_new_privs", "count_open", "open_many 64", "file 100" };
	static const char *const envp[] = { "A=1", NULL };

	open_to_serve(f);
	f->run.envp = envp;
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		both_ways(f, deeds[i]);
	serve(f, "honest");
	CHECK(served(f, "count_open") && exited(f, 3));
	CHECK(served(f, "cat") && exited(f, 0) && !f->out.len);
	CHECK(served(f, "env") && !strcmp(f->out.data, "A=1\n"));
}

/* ---- seen from outside ------------------------------------------------------------------------------------------- */

/* Waits until there are n processes in the box, and then until the last of them runs what it was started for. */
static pid_t find_last(size_t n)
{
	pid_t warden = 0, all[8] = { 0 };

	for (int i = 0; i < 2000; i++) {
		/* The keeper is the test's child, and this process is another. */
		pid_t siblings[2] = { 0 };
		size_t k = children_of(getppid(), siblings, 2);

		for (size_t j = 0; j < k; j++)
			if (siblings[j] != getpid() && children_of(siblings[j], &warden, 1) == 1 &&
			    children_of(warden, all, 8) == n) {
				usleep(50000);
				return all[n - 1];
			}
		usleep(1000);
	}
	CHECK(!"a process in the box");
}

static void copy_lines(const char *path, const char *const *words, size_t n, FILE *to)
{
	char line[512];
	FILE *from = fopen(path, "re");

	CHECK(from);
	while (fgets(line, sizeof(line), from))
		for (size_t i = 0; i < n; i++)
			if (!strncmp(line, words[i], strlen(words[i])))
				fputs(line, to);
	fclose(from);
}

static _Noreturn void spy(size_t n, FILE *to)
{
	static const char *const status[] = { "Uid:",    "Gid:",    "Groups:",     "Threads:", "SigBlk:",
					      "SigIgn:", "SigCgt:", "CapInh:",     "CapPrm:",  "CapEff:",
					      "CapBnd:", "CapAmb:", "NoNewPrivs:", "Seccomp" };
	static const char *const limits[] = { "Max cpu",      "Max file", "Max data",    "Max stack",   "Max core",
					      "Max resident", "Max open", "Max locked",  "Max address", "Max pending",
					      "Max msgqueue", "Max nice", "Max realtime" };
	pid_t pid = find_last(n);
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	copy_lines(path, status, sizeof(status) / sizeof(status[0]), to);
	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pid);
	copy_lines(path, limits, sizeof(limits) / sizeof(limits[0]), to);
	fclose(to);
	_exit(0);
}

/* What the kernel says of the last of n processes while it runs. */
static void spy_on(struct fixture *f, size_t n, char text[4096])
{
	int ends[2], status;
	ssize_t got;
	pid_t pid;

	CHECK(!pipe2(ends, O_CLOEXEC));
	pid = fork();
	CHECK(pid >= 0);
	if (!pid)
		spy(n, fdopen(ends[1], "w"));
	close(ends[1]);
	if (n == 1)
		by_exec(f, "spin_us 300000");
	else
		CHECK(served(f, "spin_us 300000"));
	CHECK(exited(f, 0) && waitpid(pid, &status, 0) == pid && !status);
	got = read(ends[0], text, 4095);
	CHECK(got > 0);
	text[got] = 0;
	close(ends[0]);
}

static void rights(struct fixture *f)
{
	char exec[4096], fork[4096];

	open_to_serve(f);
	f->run.limits.cpu_us = 1000000 * slowness;
	spy_on(f, 1, exec);
	serve(f, "honest");
	spy_on(f, 2, fork);
	if (strcmp(exec, fork))
		fprintf(stderr, "by exec:\n%sby a fork:\n%s", exec, fork);
	CHECK(!strcmp(exec, fork));
	CHECK(strstr(fork, "NoNewPrivs:\t1\n") && strstr(fork, "Seccomp:\t2\n"));
	CHECK(strstr(fork, "CapEff:\t0000000000000000\n") && strstr(fork, "CapBnd:\t0000000000000000\n"));
}

/* ---- irregular servers ------------------------------------------------------------------------------------------- */

struct badness {
	const char *how;  /* as a server */
	const char *deed; /* of its fork */
	const char *why;  /* a word of it */
};

/* Shown by the first run, or where it is a race by one that follows. */
static void check_badness(struct fixture *f, const struct badness *bad)
{
	serve(f, bad->how);
	for (int i = 0; i < 3 && !irregular[0]; i++)
		by_fork(f, bad->deed);
	if (!strstr(irregular, bad->why) || !irregular[0])
		fprintf(stderr, "'%s' with '%s': '%s', not '%s'\n", bad->how, bad->deed, irregular, bad->why);
	CHECK(irregular[0] && strstr(irregular, bad->why));
	CHECK(is_empty());
	CHECK(!by_fork(f, "exit 0") && !strcmp(irregular, "there is none"));
	by_exec(f, "exit 7");
	CHECK(exited(f, 7) && is_empty());
}

static void bad_servers(struct fixture *f)
{
	static const struct badness all[] = {
		{ "exits", "exit 0", "ended" },
		{ "crashes", "exit 0", "ended" },
		{ "computes", "exit 0", "computed before its first fork" },
		{ "computes_between", "exit 0", "computed between" },
		{ "touches", "exit 0", "memory before" },
		{ "prints", "exit 0", "printed" },
		{ "complains", "exit 0", "printed" },
		{ "prints_later", "spin_us 60000", "printed" },
		{ "calls", "exit 0", "not allowed" },
		{ "sends", "exit 0", "not allowed" },
		{ "shares", "exit 0", "not allowed" },
		{ "calls_later", "spin_us 100000", "a process more" },
		{ "says_here", "exit 0", "did not say who it is" },
		{ "says_nothing", "exit 0", "did not say who it is" },
		{ "babbles", "exit 0", "did not say who it is" },
		{ "spins_later", "spin_us 100000", "computed during" },
		{ "dies_later", "spin_us 100000", "ended during" },
		{ "dead_fork", "exit 0", "ended" },
		{ "fork_calls", "exit 0", "not allowed" },
		{ "fork_sends", "exit 0", "not allowed" },
		{ "mumbling_fork", "exit 0", "did not say who it is" },
		{ "peeks", "exit 0", "did not take" },
		{ "dies_early", "exit 0", "" },
		{ "talks", "exit 0", "said more" },
		{ "honest", "kill_all", "refused" },
		{ "honest", "stop_others", "refused" },
		{ "stops", "exit 0", "not allowed" },
		{ "kills_fork", "spin_us 100000", "a process more" },
	};

	open_to_serve(f);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check_badness(f, &all[i]);
	/* One that meets the limit alone is killed, and no later run is charged; without a group it is refused. */
	serve(f, "grows");
	CHECK(by_fork(f, "exit 0") == !f->memory_group);
	by_exec(f, "touch 32");
	CHECK(exited(f, 0));
	/* After all of these an honest one is served. */
	serve(f, "honest");
	CHECK(!irregular[0] && served(f, "exit 3") && exited(f, 3));
}

/* These are waited for. */
static void silent_servers(struct fixture *f)
{
	static const struct badness all[] = {
		{ "never_forks", "exit 0", "did not appear" }, { "late", "exit 0", "did not appear" },
		{ "silent_fork", "exit 0", "did not appear" }, { "eats", "exit 0", "did nothing" },
		{ "honest", "sleep", "did nothing" },
	};

	f->run.limits.wall_us = 300000 * slowness;
	open_to_serve(f);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check_badness(f, &all[i]);
}

/* There is never a third process: neither server nor fork can make one. */
static void no_third_process(struct fixture *f)
{
	open_to_serve(f);
	serve(f, "honest");
	for (int i = 0; i < 3; i++)
		CHECK(served(f, "clone_again") && exited(f, 11));
	serve(f, "clones_more");
	CHECK(served(f, "spin_us 60000") && exited(f, 0));
	serve(f, "clones_later");
	CHECK(served(f, "spin_us 100000") && exited(f, 0));
}

/* ---- requests that make no sense --------------------------------------------------------------------------------- */

static int try_to_serve(struct fixture *f, const char *program, size_t n_streams, struct err *e)
{
	const char *const argv[] = { "server", "honest", NULL };
	struct box_run server = f->run;

	server.program = program;
	server.argv = argv;
	server.n_streams = n_streams;
	return box_serve(f->b, &server, irregular, e);
}

static void bad_requests(struct fixture *f)
{
	struct err e = ERR_INIT;
	int fd = begin_deed(f, "exit 0");

	CHECK(try_to_serve(f, "/box/server", 0, &e) == -EINVAL && strstr(e.text, "not made for a server"));
	run(f, "exit", "4");
	CHECK(exited(f, 4));
	CHECK(!by_fork(f, "exit 0") && !strcmp(irregular, "there is none"));
	f->spec.serve = true;
	CHECK(box_open(f->s, &f->spec, &f->b, &e) == -EINVAL && strstr(e.text, "server"));
	open_to_serve(f);
	CHECK(try_to_serve(f, "/box/none", 0, &e) == -ENOENT);
	CHECK(try_to_serve(f, "/dev/null", 0, &e) == -ENOEXEC);
	CHECK(try_to_serve(f, "/box/server", 3, &e) == -EINVAL && strstr(e.text, "streams"));
	CHECK(try_to_serve(f, "/box/large", 0, &e) == 0 && strstr(irregular, "cannot be started"));
	CHECK(!by_fork(f, "exit 0") && !strcmp(irregular, "there is none"));
	CHECK(try_to_serve(f, "/box/server", 0, &e) == 0 && !irregular[0]);
	CHECK(box_serve_run(f->b, f->streams, 0, &f->res, irregular, &e) == -EINVAL && strstr(e.text, "streams"));
	f->streams[2].box_fd = 1;
	CHECK(box_serve_run(f->b, f->streams, 4, &f->res, irregular, &e) == -EINVAL && strstr(e.text, "given twice"));
	f->streams[2].box_fd = 2;
	/* The server is still good. */
	CHECK(served(f, "exit 5") && exited(f, 5));
	close(fd);
}

static void order_of_requests(struct fixture *f)
{
	struct box *other;

	open_to_serve(f);
	/* The one before ends, whether it had a run or not. */
	serve(f, "honest");
	serve(f, "never_forks");
	serve(f, "honest");
	CHECK(served(f, "exit 1") && exited(f, 1));
	serve(f, "honest");
	CHECK(served(f, "exit 2") && exited(f, 2));
	/* A run by exec ends it. */
	by_exec(f, "exit 3");
	CHECK(exited(f, 3) && is_empty());
	CHECK(!by_fork(f, "exit 4") && !strcmp(irregular, "there is none"));
	/* Servers of two boxes know nothing of each other. */
	serve(f, "honest");
	other = f->b;
	open_box(f);
	serve(f, "honest");
	for (int i = 0; i < 5; i++) {
		struct box *b = f->b;

		by_fork(f, "kill_all");
		CHECK(irregular[0]);
		f->b = other;
		CHECK(served(f, "exit 6") && exited(f, 6));
		f->b = b;
	}
	box_close(other);
	/* A box is closed with a server that lives, and so is the sandbox, by whoever called fixture_end. */
	serve(f, "never_forks");
	box_close(f->b);
	CHECK(!children_of(keeper_pid(), (pid_t[1]){ 0 }, 1));
	open_box(f);
	serve(f, "honest");
	CHECK(served(f, "exit 0"));
}

CASE(many_runs, server__serves_many_runs_that_know_nothing_of_each_other)
CASE(ends, run_by_a_server__ends_as_by_exec)
CASE(refused_calls, run_by_a_server__is_repeated_when_a_call_was_refused)
CASE(clocks, run_by_a_server__has_clocks_of_its_own)
CASE(memory, run_by_a_server__is_charged_for_memory_as_by_exec)
CASE(surroundings, run_by_a_server__finds_what_it_finds_by_exec)
CASE(rights, run_by_a_server__has_the_rights_and_limits_of_one_by_exec)
CASE(bad_servers, server__that_is_irregular_is_ended_by_name)
WAITING_CASE(silent_servers, server__that_lets_wait_is_ended_by_name)
CASE(no_third_process, server__and_its_fork_cannot_make_a_process)
CASE(bad_requests, server__refuses_what_makes_no_sense)
CASE(order_of_requests, server__ends_with_its_box_or_the_next_run)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server__serves_many_runs_that_know_nothing_of_each_other),
		cmocka_unit_test(run_by_a_server__ends_as_by_exec),
		cmocka_unit_test(run_by_a_server__is_repeated_when_a_call_was_refused),
		cmocka_unit_test(run_by_a_server__has_clocks_of_its_own),
		cmocka_unit_test(run_by_a_server__is_charged_for_memory_as_by_exec),
		cmocka_unit_test(run_by_a_server__finds_what_it_finds_by_exec),
		cmocka_unit_test(run_by_a_server__has_the_rights_and_limits_of_one_by_exec),
		cmocka_unit_test(server__that_is_irregular_is_ended_by_name),
		cmocka_unit_test(server__that_lets_wait_is_ended_by_name),
		cmocka_unit_test(server__and_its_fork_cannot_make_a_process),
		cmocka_unit_test(server__refuses_what_makes_no_sense),
		cmocka_unit_test(server__ends_with_its_box_or_the_next_run),
	};

	return cmocka_run_group_tests_name("serve", tests, boxes_set_up, boxes_tear_down);
}
