/* expect: SV/forbidden system call memfd_create */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_memfd_create, "x", 0);
}
