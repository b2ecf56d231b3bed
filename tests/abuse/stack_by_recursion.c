/* expect in hasty: RTE/stack overflow, over 8 MiB */
#include "honest.h"

static int deeper(volatile int *above)
{
	volatile int here[64] = { above[0] + 1 };

	return deeper(here) + here[1];
}

static void misbehave(void)
{
	volatile int top[64] = { 0 };

	deeper(top);
}
