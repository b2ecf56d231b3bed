/* expect in hasty: SV/forbidden system call sendmsg */
#include "honest.h"
#include <sys/socket.h>

static void misbehave(void)
{
	static char bytes[4096];
	struct iovec place = { bytes, sizeof(bytes) };
	const struct msghdr m = { .msg_iov = &place, .msg_iovlen = 1 };

	for (int fd = 0; fd < 64; fd++)
		sendmsg(fd, &m, MSG_DONTWAIT);
}
