/*
 * tags: serial
 *
 * A run as its caller sees it: what goes in and comes out, and how it ended.
 */
#include "tests/support/box_fixture.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static void plain_runs(struct fixture *f)
{
	run(f, "exit", "0");
	CHECK(exited(f, 0));
	run(f, "exit", "42");
	CHECK(exited(f, 42));
	run(f, "echo", "hello");
	CHECK(exited(f, 0) && !strcmp(f->out.data, "hello\n"));
	CHECK(f->res.cpu_us > 0 && f->res.wall_us > 0 && f->res.peak_bytes > 0);
	run(f, "ids", NULL);
	CHECK(exited(f, 0));
}

static void descriptors(struct fixture *f)
{
	char text[] = "what the caller gives";
	struct err e = ERR_INIT;
	int in;

	OK(fs_memfd("in", text, strlen(text), &in, &e));
	f->streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_FD, .fd = in };
	run(f, "cat", NULL);
	CHECK(exited(f, 0) && !strcmp(f->out.data, text));
	/* Only the three streams are open, whatever keeper_path, warden and this process have. */
	run(f, "count_open", NULL);
	CHECK(exited(f, 3));
	run(f, "open_many", "64");
	CHECK(exited(f, 13));
	close(in);
}

/* The ends stay the caller's: what it holds open is open for the program, too. */
static void pipes(struct fixture *f)
{
	struct err e = ERR_INIT;
	int ends[2];

	CHECK(pipe(ends) == 0 && write(ends[1], "through\n", 8) == 8);
	close(ends[1]);
	f->streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_PIPE, .fd = ends[0] };
	run(f, "cat", NULL);
	CHECK(exited(f, 0) && !strcmp(f->out.data, "through\n"));
	close(ends[0]);
	CHECK(pipe(ends) == 0);
	f->streams[0].fd = ends[0];
	f->run.limits.wall_us = 300000;
	run(f, "cat", NULL);
	CHECK(ended(f, BOX_END_WALL));
	f->streams[0].fd = -1;
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -EINVAL);
	close(ends[0]), close(ends[1]);
}

/* A run that waits for ever is over at once; one that ends by itself has its own end, and so has the next. */
static void stopping(struct fixture *f)
{
	const uint64_t began = clock_mono_us();
	int ends[2];

	CHECK(pipe(ends) == 0);
	f->run.stop_fd = &ends[0];
	f->streams[0] = (struct box_stream){ .box_fd = 0, .kind = BOX_STREAM_PIPE, .fd = ends[0] };
	run(f, "exit", "3");
	CHECK(exited(f, 3));
	f->streams[0].kind = BOX_STREAM_NULL;
	CHECK(write(ends[1], "", 1) == 1);
	run(f, "sleep", "20");
	CHECK(ended(f, BOX_END_STOPPED) && clock_mono_us() - began < 8000000 * slowness);
	f->run.stop_fd = NULL;
	run(f, "exit", "4");
	CHECK(exited(f, 4));
	close(ends[0]), close(ends[1]);
}

static void environment(struct fixture *f)
{
	static const char *const envp[] = { "A=1", "B=two words", NULL };

	setenv("SECRET", "of the host", 1);
	run(f, "env", NULL);
	CHECK(exited(f, 0) && f->out.len == 0);
	f->run.envp = envp;
	run(f, "env", NULL);
	CHECK(exited(f, 0) && !strcmp(f->out.data, "A=1\nB=two words\n"));
}

static void own_signals(struct fixture *f)
{
	static const int signals[] = { SIGKILL, SIGXCPU, SIGXFSZ, SIGSYS, SIGABRT, SIGTERM };
	char arg[16];

	/* A signal that the program sends itself is its own, however much it looks like a limit. */
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		snprintf(arg, sizeof(arg), "%d", signals[i]);
		run(f, "signal", arg);
		CHECK(ended(f, BOX_END_SIGNAL) && f->res.signal == signals[i]);
	}
	run(f, "kill_all", NULL);
	CHECK(exited(f, 5));
}

static void addresses(struct fixture *f)
{
	char first[64] = "";
	bool differ = false;

	f->run.fixed_addresses = true;
	for (int i = 0; i < 3; i++) {
		run(f, "address", NULL);
		CHECK(exited(f, 0) && f->out.len < sizeof(first));
		CHECK(!i || !strcmp(first, f->out.data));
		memcpy(first, f->out.data, f->out.len + 1);
	}
	f->run.fixed_addresses = false;
	for (int i = 0; i < 3; i++) {
		run(f, "address", NULL);
		differ |= strcmp(first, f->out.data) != 0;
	}
	CHECK(differ);
}

static void files_in_and_out(struct fixture *f)
{
	struct err e = ERR_INIT;
	struct buf got;

	f->spec.keep_work = true;
	reopen_box(f);
	buf_init(&got, 2 * MIB);
	run(f, "exit", "0");
	CHECK(f->res.left_nothing && box_get(f->b, "file", &got, &e) == -ENOENT);
	run(f, "file", "65536");
	CHECK(exited(f, 0) && !f->res.left_nothing);
	run(f, "left_over", NULL);
	CHECK(exited(f, 1));
	OK(box_get(f->b, "file", &got, &e));
	CHECK(got.len == 65536);
	buf_clear(&got);
	buf_init(&got, 100);
	CHECK(box_get(f->b, "file", &got, &e) == -EMSGSIZE);
	CHECK(box_get(f->b, "none", &got, &e) == -ENOENT);
	CHECK(box_get(f->b, "../box/victim", &got, &e) == -EINVAL);
	run(f, "mkdir", NULL);
	CHECK(exited(f, 0));
	CHECK(box_get(f->b, "fifo", &got, &e) == -EINVAL);
	CHECK(box_put(f->b, "victim", 0, &e) < 0);
	CHECK(box_put(f->b, "../x", 0, &e) == -EINVAL);
	CHECK(box_put(f->b, "-x", 0, &e) == -EINVAL);
	CHECK(box_take(f->b, "fifo", &got, &e) == -EINVAL);
	buf_clear(&got);
	buf_init(&got, 2 * MIB);
	OK(box_take(f->b, "file", &got, &e));
	CHECK(got.len == 65536);
	CHECK(box_take(f->b, "file", &got, &e) == -ENOENT);
	buf_clear(&got);
	f->spec.keep_work = false;
	reopen_box(f);
	run(f, "file", "65536");
	run(f, "left_over", NULL);
	CHECK(exited(f, 0));
}

/* A run starts among files that it can read and not change, and what it may write lies elsewhere. */
static void folder_to_start_in(struct fixture *f)
{
	static const char *const names[] = { "plain.c", "two words", "-x", ".hidden", "\xc3\xa4\033[31m" };
	struct err e = ERR_INIT;
	char path[64];
	int fd;

	OK(fs_memfd("text", "a text\n", 7, &fd, &e));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "files/%s", names[i]);
		OK(box_put(f->b, path, fd, &e));
	}
	close(fd);
	f->run.directory = "/box/files";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		run(f, "look", names[i]);
		CHECK(exited(f, 0) && !strcmp(f->out.data, "/box/files: a text\n"));
	}
	f->run.directory = NULL;
	run(f, "look", "../box/files/plain.c");
	CHECK(exited(f, 1) && !strcmp(f->out.data, "/work: a text\n"));
	/* One that is not there is a fault of the caller's, and the box lives on. */
	f->run.directory = "/box/none";
	f->run.argv = (const char *const[]){ "victim", "exit", "0", NULL };
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -ENOENT && strstr(e.text, "directory: chdir"));
	f->run.directory = "/box/victim";
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -ENOTDIR);
	f->run.directory = "box";
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -EINVAL);
	f->run.directory = NULL;
	run(f, "exit", "9");
	CHECK(exited(f, 9));
}

/* When memory for what a program prints runs out, the answer to that run must not be taken for the next one's. */
static void capture_without_memory(struct fixture *f)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit tight = { 24 * MIB, RLIM_INFINITY }, wide = { RLIM_INFINITY, RLIM_INFINITY };
	const char *const argv[] = { "victim", "print", "24000000", NULL };
	struct err e = ERR_INIT;

	buf_clear(&f->out);
	buf_init(&f->out, 256 * MIB);
	f->run.argv = argv;
	f->run.limits.cpu_us = 10000000 * slowness;
	CHECK(!setrlimit(RLIMIT_AS, &tight));
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -ENOMEM);
	CHECK(!setrlimit(RLIMIT_AS, &wide));
	buf_clear(&f->out);
	run(f, "exit", "7");
	CHECK(exited(f, 7));
	reopen_box(f);
	run(f, "exit", "8");
	CHECK(exited(f, 8));
#else
	(void)f;
#endif
}

CASE(plain_runs, box__runs_a_program_and_tells_its_end)
CASE(descriptors, box__opens_only_the_streams_that_were_given)
CASE(pipes, box__takes_ends_of_pipes)
CASE(stopping, box__ends_a_run_that_nobody_needs)
CASE(environment, box__gives_no_variable_that_was_not_ordered)
CASE(own_signals, box__never_takes_a_signal_for_a_limit)
CASE(addresses, box__can_fix_addresses)
CASE(files_in_and_out, box__moves_files_by_plain_names_only)
CASE(folder_to_start_in, box__starts_a_run_among_files_that_it_cannot_change)
CASE(capture_without_memory, box__keeps_in_step_when_memory_runs_out)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__runs_a_program_and_tells_its_end),
		cmocka_unit_test(box__opens_only_the_streams_that_were_given),
		cmocka_unit_test(box__takes_ends_of_pipes),
		cmocka_unit_test(box__ends_a_run_that_nobody_needs),
		cmocka_unit_test(box__gives_no_variable_that_was_not_ordered),
		cmocka_unit_test(box__never_takes_a_signal_for_a_limit),
		cmocka_unit_test(box__can_fix_addresses),
		cmocka_unit_test(box__moves_files_by_plain_names_only),
		cmocka_unit_test(box__starts_a_run_among_files_that_it_cannot_change),
		cmocka_unit_test(box__keeps_in_step_when_memory_runs_out),
	};

	return cmocka_run_group_tests_name("box_run", tests, boxes_set_up, boxes_tear_down);
}
