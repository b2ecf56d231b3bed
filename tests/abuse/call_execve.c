/* expect: SV/forbidden system call execve */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	execl("/box/runner", "runner", NULL);
}
