/*
 * server: a small static program that serves runs as sandbox/serve.h says; tests and benchmarks of box_serve run it in
 * a box. argv[1] is a way to behave badly as a server or as its fork, or "honest"; "exec" is no server, but one run.
 *
 * What a run does stands on descriptor 3 when it is given one, as two words, else it ends with code 0. The words are
 * those of victim.c, and some more that only make sense beside a server. Like the victim it is compiled by the test.
 */
#define main victim_main
#include "tests/support/victim/victim.c"
#undef main

#include <sched.h>
#include <stdint.h>

#include "sandbox/serve.h"

#define DEED_FD 3

static const char *how;
static int runs; /* of which each must see none */

static int is(const char *word)
{
	return !strcmp(how, word);
}

static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static void more_cpu_us(long us)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	spin_us(t.tv_sec * 1000000L + t.tv_nsec / 1000 + us);
}

static void say(int fd, const char *text, size_t n)
{
	if (write(fd, text, n) < 0)
		return;
}

static long clone_once(void)
{
	return syscall(SYS_clone, SERVE_CLONE_FLAGS, NULL, NULL, NULL, NULL);
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

/* All limits but that of processes, which a fork may have one less of. */
static int limits(void)
{
	struct rlimit l;

	for (int i = 0; i < RLIMIT_NLIMITS; i++)
		if (i != RLIMIT_NPROC && !getrlimit(i, &l))
			printf("%d %ld %ld\n", i, (long)l.rlim_cur, (long)l.rlim_max);
	return 0;
}

static int descriptors(void)
{
	for (int fd = 0; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf("%d %d %x\n", fd, fcntl(fd, F_GETFD), fcntl(fd, F_GETFL));
	return 0;
}

static int signals(void)
{
	struct sigaction now;
	sigset_t blocked;

	sigprocmask(SIG_SETMASK, NULL, &blocked);
	for (int s = 1; s < 65; s++)
		if (!sigaction(s, NULL, &now) && (now.sa_handler != SIG_DFL || sigismember(&blocked, s)))
			printf("%d\n", s);
	return 0;
}

static int send_to_others(int signal)
{
	for (pid_t pid = 1; pid < 50; pid++)
		if (pid != getpid())
			kill(pid, signal);
	return 0;
}

static int clone_again(void)
{
	long pid = clone_once();

	if (!pid)
		_exit(0);
	return pid > 0 ? 1 : errno == EAGAIN ? 11 : 2;
}

static void send_descriptor(void)
{
	union {
		char room[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	char byte = 0;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};

	CMSG_FIRSTHDR(&msg)->cmsg_level = SOL_SOCKET;
	CMSG_FIRSTHDR(&msg)->cmsg_type = SCM_RIGHTS;
	CMSG_FIRSTHDR(&msg)->cmsg_len = CMSG_LEN(sizeof(int));
	sendmsg(SERVE_TEST_FD, &msg, 0);
}

/* Memory that could be shared with a fork. */
static int share(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int do_words(char *word, char *argument)
{
	char *argv[] = { "victim", word, argument, NULL };

	if (!strcmp(word, "count"))
		return ++runs;
	if (!strcmp(word, "limits"))
		return limits();
	if (!strcmp(word, "descriptors"))
		return descriptors();
	if (!strcmp(word, "signals"))
		return signals();
	if (!strcmp(word, "stop_others"))
		return send_to_others(SIGSTOP);
	if (!strcmp(word, "clone_again"))
		return clone_again();
	if (!strcmp(word, "fault"))
		return *(volatile int *)8;
	if (!strcmp(word, "trap"))
		__builtin_trap();
	if (!strcmp(word, "alarm"))
		return (int)ualarm(20000, 0) + pause();
	if (!strcmp(word, "share"))
		return share();
	return victim_main(argument ? 3 : 2, argv);
}

static _Noreturn void do_deed(void)
{
	char text[256];
	ssize_t n = read(DEED_FD, text, sizeof(text) - 1);
	char *argument;

	close(DEED_FD);
	if (n <= 0)
		_exit(0);
	text[n] = 0;
	argument = strchr(text, ' ');
	if (argument)
		*argument++ = 0;
	exit(do_words(text, argument));
}

/* ---- a fork ------------------------------------------------------------------------------------------------------ */

static size_t receive(int fds[8], uint32_t places[8], int flags)
{
	union {
		char room[CMSG_SPACE(sizeof(int) * 8)];
		struct cmsghdr align;
	} control;
	struct iovec iov = { places, sizeof(*places) * 8 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};
	ssize_t got = recvmsg(SERVE_TEST_FD, &msg, flags);
	size_t n = got < 0 ? 0 : (size_t)got / sizeof(places[0]);

	if (!n || !CMSG_FIRSTHDR(&msg))
		_exit(99);
	memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(int) * n);
	return n;
}

/* All but what the message names is closed, as by exec; true: there is a deed to do. */
static int take(void)
{
	uint32_t places[8];
	int fds[8], has_deed = 0;
	size_t n = receive(fds, places, is("peeks") ? MSG_PEEK : 0);

	for (size_t i = 0; i < n; i++)
		if (fds[i] < 8)
			fds[i] = fcntl(fds[i], F_DUPFD, 8);
	syscall(SYS_close_range, 0, is("talks") ? 5 : 7, 0);
	for (size_t i = 0; i < n; i++) {
		dup2(fds[i], (int)places[i]);
		has_deed |= places[i] == DEED_FD;
	}
	syscall(SYS_close_range, 8, ~0u, 0);
	return has_deed;
}

static _Noreturn void be_fork(void)
{
	if (is("silent_fork"))
		pause();
	if (is("dead_fork"))
		_exit(0);
	if (is("fork_calls"))
		syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	if (is("fork_sends"))
		send_descriptor();
	if (is("mumbling_fork"))
		say(SERVE_TEST_FD, "", 0);
	say(SERVE_TEST_FD, "", 1);
	if (is("dies_early"))
		_exit(0);
	if (is("spins_first"))
		more_cpu_us(20000);
	if (is("eats"))
		sleep_ms(100);
	if (!take())
		_exit(0);
	if (is("talks"))
		for (int i = 0; i < 3; i++)
			say(SERVE_TEST_FD, "more", 4), say(SERVE_COMMAND_FD, "more", 4);
	do_deed();
}

/* ---- the server -------------------------------------------------------------------------------------------------- */

static void prepare(void)
{
	if (is("exits"))
		_exit(0);
	if (is("crashes"))
		__builtin_trap();
	if (is("never_forks"))
		pause();
	if (is("late"))
		sleep_ms(2500);
	if (is("computes"))
		more_cpu_us(100000);
	if (is("warms"))
		more_cpu_us(8000);
	/* In one call, which takes less time than a fault for each page. */
	if (is("touches"))
		mmap(NULL, 10 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (is("grows"))
		touch(200 << 20);
	if (is("prints"))
		say(1, "x", 1);
	if (is("complains"))
		say(2, "x", 1);
	if (is("shares"))
		share();
	if (is("calls"))
		syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	if (is("sends"))
		send_descriptor();
	if (is("says_here"))
		say(SERVE_TEST_FD, "", 1);
	if (is("says_nothing"))
		say(SERVE_TEST_FD, "", 0);
	if (is("babbles"))
		for (int i = 0; i < 100; i++)
			say(SERVE_TEST_FD, "rubbish", 7), say(SERVE_COMMAND_FD, "rubbish", 7);
	if (is("stops"))
		kill(getpid(), SIGSTOP);
}

/* A child more, which must be refused: else it prints, and that is seen. */
static void clone_more(void)
{
	if (clone_again() != 11)
		say(1, "x", 1);
}

static void after_fork(long pid)
{
	uint32_t places[8];
	int fds[8];

	if (is("prints_later"))
		say(1, "x", 1);
	if (is("clones_more"))
		clone_more();
	if (is("eats"))
		receive(fds, places, 0);
	/* By now the run goes on. */
	sleep_ms(20);
	if (is("spins_later"))
		for (;;)
			continue;
	if (is("dies_later"))
		_exit(0);
	if (is("calls_later"))
		syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
	if (is("clones_later"))
		clone_more();
	if (is("kills_fork"))
		kill((pid_t)pid, SIGKILL);
}

int main(int argc, char **argv)
{
	char byte;

	how = argc > 1 ? argv[1] : "";
	if (is("exec"))
		do_deed();
	prepare();
	while (read(SERVE_COMMAND_FD, &byte, 1) == 1) {
		long pid;

		if (is("computes_between") && runs++)
			more_cpu_us(50000);
		pid = clone_once();
		if (!pid)
			be_fork();
		if (!is("honest"))
			after_fork(pid);
	}
	return 0;
}
