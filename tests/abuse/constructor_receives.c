/* expect in hasty: SV/forbidden system call recvmsg */
#include "honest.h"
#include <sys/socket.h>

/* The first test, before anybody asks for it. */
__attribute__((constructor)) static void receive_all(void)
{
	static char bytes[4096], control[4096];
	struct iovec place = { bytes, sizeof(bytes) };

	for (int fd = 0; fd < 64; fd++) {
		struct msghdr m = { .msg_iov = &place, .msg_iovlen = 1, .msg_control = control };

		m.msg_controllen = sizeof(control);
		recvmsg(fd, &m, MSG_DONTWAIT);
	}
}

static void misbehave(void)
{
}
