/* expect in crowd: SV/forbidden system call execve */
#include "crowd.h"

static void misbehave(void)
{
	fork();
	execl("/box/program", "program", NULL);
}
