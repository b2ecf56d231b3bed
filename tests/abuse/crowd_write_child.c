/* expect in crowd: SV/forbidden system call process_vm_writev */
#include "crowd.h"
#include <sys/syscall.h>
#include <sys/uio.h>

static int mark;

static void misbehave(void)
{
	struct iovec place = { &mark, sizeof(mark) };
	pid_t child = fork();

	if (child == 0)
		for (;;)
			pause();
	syscall(SYS_process_vm_writev, child, &place, 1, &place, 1, 0);
}
