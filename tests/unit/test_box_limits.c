/*
 * tags: serial
 *
 * Each limit of a run: what is over it is named, and what is under it passes.
 */
#include "tests/support/box_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void cpu_limit(struct fixture *f)
{
	f->run.limits.cpu_us = 100000 * slowness;
	run(f, "spin", NULL);
	CHECK(ended(f, BOX_END_CPU) && f->res.cpu_us > 100000 * slowness);
	/* Half of the limit passes. */
	run(f, "spin_us", "50000");
	CHECK(exited(f, 0) && f->res.cpu_us >= 50000);
}

static void wall_limit(struct fixture *f)
{
	f->run.limits.wall_us = 100000 * slowness;
	run(f, "sleep", NULL);
	CHECK(ended(f, BOX_END_WALL) && f->res.wall_us >= 100000 * slowness);
	CHECK(f->res.wall_us < 400000 * slowness);
	/* One that computes is not a sleeper, however late it gets its processor; one that does both is. */
	f->run.limits.wall_us = 700000 * slowness;
	run(f, "spin", NULL);
	CHECK(ended(f, BOX_END_CPU));
	run(f, "spin_and_sleep", "50000");
	CHECK(ended(f, BOX_END_WALL));
	/* A program that stops itself still waits. */
	run(f, "stop", NULL);
	CHECK(ended(f, BOX_END_WALL));
}

static void memory_limit(struct fixture *f)
{
	run(f, "touch", "200");
	/* Without a memory group the allocation itself fails, and the program says so by its exit code. */
	CHECK(f->memory_group ? ended(f, BOX_END_MEMORY) : exited(f, 9));
	run(f, "touch", "32");
	CHECK(exited(f, 0) && f->res.peak_bytes >= 32 * MIB && f->res.peak_bytes < 64 * MIB);
	/* Data that the program's own headers ask for: refused before it starts, the same on every host. */
	f->run.program = "/box/large";
	run(f, "exit", "0");
	CHECK(ended(f, BOX_END_MEMORY) && f->res.cpu_us == 0);
	f->run.program = "/box/victim";
	run(f, "exit", "0");
	CHECK(exited(f, 0));
}

static void stack_limit(struct fixture *f)
{
	run(f, "recurse", "100");
	CHECK(exited(f, 0));
	run(f, "recurse", "1000");
	CHECK(ended(f, BOX_END_SIGNAL) && f->res.signal == SIGSEGV);
	f->run.limits.stack_bytes = 16 * MIB;
	run(f, "recurse", "1000");
	CHECK(exited(f, 0));
}

static void output_limit(struct fixture *f)
{
	run(f, "print", "10000");
	CHECK(exited(f, 0) && f->out.len == 10000);
	run(f, "print", "10001");
	CHECK(ended(f, BOX_END_OUTPUT) && f->out.len == 10000);
	run(f, "print_late", "10001");
	CHECK(ended(f, BOX_END_OUTPUT));
	run(f, "flood", NULL);
	CHECK(ended(f, BOX_END_OUTPUT) && f->out.len == 10000);
	f->streams[1].drop_excess = true;
	run(f, "print", "50000");
	CHECK(exited(f, 0) && f->out.len == 10000);
	run(f, "exit", "3");
	CHECK(exited(f, 3));
}

static void process_limit(struct fixture *f)
{
	static const char *const ways[] = { "fork", "vfork", "fork_bomb", "thread" };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		run(f, ways[i], NULL);
		CHECK(ended(f, BOX_END_PROCESSES));
	}
	f->spec.processes = 4;
	reopen_box(f);
	run(f, "thread", NULL);
	CHECK(exited(f, 0));
	run(f, "daemons", "3");
	CHECK(exited(f, 0));
	run(f, "daemons", "4");
	CHECK(exited(f, 11) && f->res.processes_refused == f->pids_group);
	f->run.limits.cpu_us = 200000 * slowness;
	run(f, "fork_bomb", NULL);
	CHECK(ended(f, BOX_END_CPU));
	run(f, "exit", "0");
	CHECK(exited(f, 0));
}

/* CPU time of children that nobody waits for counts. */
static void cpu_of_daemons(struct fixture *f)
{
	f->spec.processes = 8;
	reopen_box(f);
	run(f, "daemons", "4");
	CHECK(exited(f, 0) && f->res.cpu_us >= 20000);
	run(f, "count_open", NULL);
	CHECK(exited(f, 3));
}

static void file_limits(struct fixture *f)
{
	run(f, "file", "1048576");
	CHECK(exited(f, 0));
	run(f, "file", "2000000");
	CHECK(ended(f, BOX_END_FILE_SIZE));
	f->run.limits.file_bytes = 64 * MIB;
	run(f, "file", "8000000");
	CHECK(exited(f, 28) && f->res.files_refused);
	run(f, "files", "20");
	CHECK(exited(f, 0));
	run(f, "files", "100");
	CHECK(exited(f, 28) && f->res.files_refused);
	/* /work is empty again for each run. */
	run(f, "files", "20");
	CHECK(exited(f, 0));
	run(f, "nest", "30");
	CHECK(exited(f, 0));
	run(f, "files", "31");
	CHECK(exited(f, 0));
}

CASE(cpu_limit, box__names_the_cpu_limit)
CASE(wall_limit, box__names_the_wall_limit)
CASE(memory_limit, box__names_the_memory_limit)
CASE(stack_limit, box__bounds_the_stack)
CASE(output_limit, box__counts_output_by_the_byte)
CASE(process_limit, box__names_the_process_limit)
CASE(cpu_of_daemons, box__counts_what_daemons_burn_and_ends_them)
CASE(file_limits, box__names_the_file_limits_and_empties_work)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__names_the_cpu_limit),
		cmocka_unit_test(box__names_the_wall_limit),
		cmocka_unit_test(box__names_the_memory_limit),
		cmocka_unit_test(box__bounds_the_stack),
		cmocka_unit_test(box__counts_output_by_the_byte),
		cmocka_unit_test(box__names_the_process_limit),
		cmocka_unit_test(box__counts_what_daemons_burn_and_ends_them),
		cmocka_unit_test(box__names_the_file_limits_and_empties_work),
	};

	return cmocka_run_group_tests_name("box_limits", tests, boxes_set_up, boxes_tear_down);
}
