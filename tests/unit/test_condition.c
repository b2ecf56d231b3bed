/*
 * What is told of a process by its pidfd: how long it wanted a processor in vain, and its greatest memory.
 */
#include "sandbox/condition.h"

#include "sandbox/base/cleanup.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (UINT64_C(1) << 20)

struct child {
	pid_t pid;
	int pidfd;
};

/* Does its work, says so and waits. */
static struct child start(void (*work)(void))
{
	struct child c;
	int ends[2];
	char byte;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	c.pid = fork();
	assert_true(c.pid >= 0);
	if (!c.pid) {
		work();
		if (write(ends[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	c.pidfd = (int)syscall(SYS_pidfd_open, c.pid, 0);
	assert_true(c.pidfd >= 0);
	return c;
}

static void end(struct child *c)
{
	assert_int_equal(kill(c->pid, SIGKILL), 0);
	assert_int_equal(waitpid(c->pid, NULL, 0), c->pid);
	close(c->pidfd);
}

static void nothing(void)
{
}

static void touch_and_give_back(void)
{
	size_t bytes = 64 * MIB;
	char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		_exit(1);
	memset(p, 1, bytes);
	munmap(p, bytes);
}

static void stay_on_one_processor(void)
{
	cpu_set_t set;

	/* Any that we may have. */
	sched_getaffinity(0, sizeof(set), &set);
	for (size_t i = 0, kept = 0; i < CPU_SETSIZE; i++) {
		if (CPU_ISSET(i, &set) && kept++)
			CPU_CLR(i, &set);
	}
	sched_setaffinity(0, sizeof(set), &set);
}

static void spin_us(long us)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000000L + t.tv_nsec / 1000 < us);
}

static void compete(void)
{
	stay_on_one_processor();
	if (!fork()) {
		spin_us(200000);
		_exit(0);
	}
	spin_us(200000);
}

static void peak__is_the_most_that_there_ever_was(void **state)
{
	struct child idle = start(nothing), large = start(touch_and_give_back);

	(void)state;
	assert_true(condition_of(idle.pidfd).peak_bytes > 0);
	assert_true(condition_of(large.pidfd).peak_bytes >= 64 * MIB);
	assert_true(condition_of(large.pidfd).peak_bytes >= condition_of(idle.pidfd).peak_bytes + 60 * MIB);
	end(&idle);
	end(&large);
}

/* Of two that share a processor each waits while the other has it. */
static void starved__is_the_time_that_others_had_the_processor(void **state)
{
	struct child busy = start(compete);

	(void)state;
	if (access("/proc/self/schedstat", R_OK) < 0)
		skip();
	assert_true(condition_of(busy.pidfd).starved_us >= 50000);
	end(&busy);
}

/* The process alone knows what it did; what it waits for by itself is not a lack of processors. */
static void starved__does_not_grow_in_a_sleep(void **state)
{
	const struct timespec nap = { 0, 100000000 };
	struct child idle = start(nothing);
	uint64_t before = condition_of(idle.pidfd).starved_us;

	(void)state;
	nanosleep(&nap, NULL);
	assert_true(condition_of(idle.pidfd).starved_us - before < 50000);
	end(&idle);
}

static void is_nothing(struct condition c)
{
	assert_int_equal(c.starved_us, 0);
	assert_int_equal(c.peak_bytes, 0);
}

static void condition__of_a_process_that_is_gone_is_nothing(void **state)
{
	struct child c = start(touch_and_give_back);
	siginfo_t info;

	(void)state;
	assert_int_equal(kill(c.pid, SIGKILL), 0);
	/* Ended, but not waited for: its memory is gone. */
	assert_int_equal(waitid(P_PID, (id_t)c.pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(condition_of(c.pidfd).peak_bytes, 0);
	assert_int_equal(waitpid(c.pid, NULL, 0), c.pid);
	is_nothing(condition_of(c.pidfd));
	close(c.pidfd);
}

/* What comes from a box may be any descriptor, or none. */
static void condition__of_what_is_no_process_is_nothing(void **state)
{
	cleanup_fd int file = open("/dev/null", O_RDONLY | O_CLOEXEC), memory = memfd_create("\nPid:\t1", MFD_CLOEXEC);

	(void)state;
	is_nothing(condition_of(file));
	is_nothing(condition_of(memory));
	is_nothing(condition_of(-1));
	is_nothing(condition_of(1000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(peak__is_the_most_that_there_ever_was),
		cmocka_unit_test(starved__is_the_time_that_others_had_the_processor),
		cmocka_unit_test(starved__does_not_grow_in_a_sleep),
		cmocka_unit_test(condition__of_a_process_that_is_gone_is_nothing),
		cmocka_unit_test(condition__of_what_is_no_process_is_nothing),
	};

	return cmocka_run_group_tests_name("condition", tests, NULL, NULL);
}
