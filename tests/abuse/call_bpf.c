/* expect: SV/forbidden system call bpf */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_bpf, 0, NULL, 0);
}
