/* expect in hasty: SV/forbidden system call */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	syscall(0x40000000 | 520, "/box/runner", NULL, NULL);
}
