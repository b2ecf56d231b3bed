/* expect: SV/forbidden system call socket */
#include "honest.h"
#include <sys/socket.h>

static void misbehave(void)
{
	socket(AF_INET, SOCK_STREAM, 0);
}
