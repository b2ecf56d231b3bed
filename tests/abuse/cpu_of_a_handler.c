/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <signal.h>

static void again(int s)
{
	(void)s;
}

/* Returns to the instruction that faults, for ever. */
static void misbehave(void)
{
	signal(SIGSEGV, again);
	*(volatile int *)16 = 1;
}
