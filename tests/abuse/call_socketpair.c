/* expect: SV/forbidden system call socketpair */
#include "honest.h"
#include <sys/socket.h>

static void misbehave(void)
{
	int pair[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}
