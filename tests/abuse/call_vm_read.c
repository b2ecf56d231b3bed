/* expect: SV/forbidden system call process_vm_readv */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_process_vm_readv, 1, NULL, 0, NULL, 0, 0);
}
