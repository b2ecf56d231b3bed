/* expect in hasty: SV/forbidden system call sendmsg */
#include "honest.h"
#include <sys/socket.h>

/* As a serving process would answer, before it was asked. */
__attribute__((constructor)) static void send_all(void)
{
	static char bytes[4096];
	struct iovec place = { bytes, sizeof(bytes) };
	const struct msghdr m = { .msg_iov = &place, .msg_iovlen = 1 };

	for (int fd = 0; fd < 64; fd++)
		sendmsg(fd, &m, MSG_DONTWAIT);
}

static void misbehave(void)
{
}
