/* expect: SV/forbidden system call ptrace */
#include "honest.h"
#include <sys/ptrace.h>

static void misbehave(void)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
