/* expect: SV/forbidden system call io_uring_setup */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	char room[256] = { 0 };

	syscall(SYS_io_uring_setup, 4, room);
}
