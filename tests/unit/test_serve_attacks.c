/*
 * tags: serial
 *
 * What a server's filter keeps from it, since it would go from one run to the next or reach a file of the host's; and a
 * judge that is stopped in the middle of a run, and answers a question that nobody asks any more.
 */
#include "tests/support/box_fixture.h"

#include "sandbox/policy.h"
#include "sandbox/serve.h"
#include "sandbox/bpf.h"

#include <fcntl.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the filter -------------------------------------------------------------------------------------------------- */

static uint32_t action(const struct buf *program, int nr, const uint64_t args[6])
{
	struct seccomp_data data = { .nr = nr, .arch = seccomp_arch_native() };

	uint32_t answer = 0;

	for (int i = 0; i < 6; i++)
		data.args[i] = args[i];
	assert_int_equal(bpf_run((const struct sock_filter *)(const void *)program->data,
				 program->len / sizeof(struct sock_filter), &data, &answer),
			 0);
	return answer;
}

static const struct {
	int nr;
	uint64_t args[6];
	bool allowed;
} calls[] = {
	{ SYS_clone, { SERVE_CLONE_FLAGS }, true },
	{ SYS_clone, { SIGCHLD }, false },
	{ SYS_recvmsg, { SERVE_TEST_FD }, true },
	{ SYS_recvmsg, { SERVE_COMMAND_FD }, false },
	{ SYS_sendmsg, { SERVE_TEST_FD }, false },
	{ SYS_mmap, { 0, 4096, PROT_READ, MAP_PRIVATE }, true },
	{ SYS_mmap, { 0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS }, false },
	{ SYS_mmap, { 0, 4096, PROT_READ, MAP_SHARED_VALIDATE }, false },
	{ SYS_fcntl, { 5, F_DUPFD }, true },
	{ SYS_fcntl, { 5, F_GETFL }, true },
	{ SYS_fcntl, { 5, F_SETLEASE }, false },
	{ SYS_fcntl, { 5, F_OFD_SETLK }, false },
	{ SYS_fcntl, { 5, F_SETLK }, false },
	{ SYS_fcntl, { 5, F_NOTIFY }, false },
	{ SYS_fcntl, { 5, UINT64_C(1) << 32 | F_GETFL }, false },
	{ SYS_fchmod, { 5 }, false },
	{ SYS_utimensat, { 5 }, false },
	{ SYS_ftruncate, { 5 }, false },
	{ SYS_pipe2, { 0 }, false },
	{ SYS_kill, { 2, SIGSTOP }, false },
	{ SYS_tkill, { 2, SIGSTOP }, false },
	{ SYS_tgkill, { 2, 2, SIGSTOP }, false },
};

static void server__has_no_call_that_reaches_another_run_or_a_file_of_the_host(void **state)
{
	struct err e = ERR_INIT;
	struct buf program;

	(void)state;
	buf_init(&program, 65536);
	assert_int_equal(policy_export(policy_serve(), false, 0, &program, &e), 0);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		uint32_t got = action(&program, calls[i].nr, calls[i].args);

		if ((got == SECCOMP_RET_ALLOW) != calls[i].allowed)
			fail_msg("call %zu of the table: %#x", i, got);
	}
	buf_clear(&program);
}

/* ---- a judge that is stopped ------------------------------------------------------------------------------------- */

/* Longer than a warden waits for an answer. */
static void stop_for_a_while(void)
{
	pid_t judge = getpid(), pid = fork();

	CHECK(pid >= 0);
	if (pid)
		return;
	usleep(200000);
	kill(judge, SIGSTOP);
	usleep(6500000);
	kill(judge, SIGCONT);
	_exit(0);
}

static void stopped(struct fixture *f)
{
	f->run.limits.wall_us = 500000;
	f->run.limits.cpu_us = 500000;
	stop_for_a_while();
	run(f, "sleep", "60");
	CHECK(ended(f, BOX_END_WALL));
	CHECK(wait(NULL) > 0);
	/* What comes late is the answer to nothing else. */
	run(f, "exit", "4");
	CHECK(exited(f, 4));
	run(f, "exit", "5");
	CHECK(exited(f, 5));
}
WAITING_CASE(stopped, answer__that_comes_too_late_is_for_no_other_question)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server__has_no_call_that_reaches_another_run_or_a_file_of_the_host),
		cmocka_unit_test(answer__that_comes_too_late_is_for_no_other_question),
	};

	return cmocka_run_group_tests(tests, boxes_set_up, boxes_tear_down);
}
