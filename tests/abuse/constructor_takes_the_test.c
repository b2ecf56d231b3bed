/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COMMAND_FD 6
#define TEST_FD    7

/*
 * Where the runner would wait for tests, this one takes its place, and takes the test too that was meant for its
 * fork: a process that sees one test after the other, and can remember them.
 */
__attribute__((constructor)) static void serve(void)
{
	_Alignas(8) static char bytes[4096], control[4096];
	static const char said[] = "escaped: a process that outlives its test has it\n";
	struct iovec place = { bytes, sizeof(bytes) };
	struct msghdr m = { .msg_iov = &place, .msg_iovlen = 1, .msg_control = control };
	struct stat st;

	if (read(COMMAND_FD, bytes, 1) != 1)
		return;
	if (!syscall(SYS_clone, 0x8000 /* CLONE_PARENT */ | SIGCHLD, NULL, NULL, NULL, NULL)) {
		if (write(TEST_FD, "", 1) == 1)
			for (;;)
				pause();
		_exit(1);
	}
	m.msg_controllen = sizeof(control);
	if (recvmsg(TEST_FD, &m, 0) < 0)
		abort();
	for (int fd = 3; fd < 16; fd++)
		if (fd != COMMAND_FD && fd != TEST_FD && !fstat(fd, &st) && S_ISFIFO(st.st_mode) &&
		    write(fd, said, sizeof(said) - 1) < 0)
			break;
	for (;;)
		pause();
}

static void misbehave(void)
{
}
