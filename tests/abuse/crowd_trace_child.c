/* expect in crowd: SV/forbidden system call ptrace */
#include "crowd.h"
#include <sys/ptrace.h>

static void misbehave(void)
{
	pid_t child = fork();

	if (child == 0)
		for (;;)
			pause();
	ptrace(PTRACE_ATTACH, child, NULL, NULL);
}
