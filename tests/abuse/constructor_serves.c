/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COMMAND_FD 6
#define TEST_FD    7

/* The input is a file of the host's: who gets it open, and not only mapped, can do more with it than read. */
static void spoil(int fd)
{
	struct stat st;

	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && !futimens(fd, NULL))
		fchmod(fd, 0444);
}

/* Where the runner would wait for tests, this one takes its place. */
__attribute__((constructor)) static void serve(void)
{
	_Alignas(8) static char bytes[4096], control[4096];
	struct iovec place = { bytes, sizeof(bytes) };
	struct msghdr m = { .msg_iov = &place, .msg_iovlen = 1, .msg_control = control };

	if (read(COMMAND_FD, bytes, 1) != 1)
		return;
	if (syscall(SYS_clone, 0x8000 /* CLONE_PARENT */ | SIGCHLD, NULL, NULL, NULL, NULL))
		for (;;)
			pause();
	m.msg_controllen = sizeof(control);
	if (write(TEST_FD, "", 1) != 1 || recvmsg(TEST_FD, &m, 0) < 0)
		abort();
	for (int fd = 3; fd < 16; fd++)
		spoil(fd);
	_exit(0);
}

static void misbehave(void)
{
}
