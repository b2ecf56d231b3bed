/* expect: SV/forbidden system call unshare */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_unshare, 0x10000000 /* CLONE_NEWUSER */);
}
