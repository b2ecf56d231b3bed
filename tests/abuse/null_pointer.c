/* expect in hasty: RTE/SIGSEGV at a null pointer */
#include "honest.h"

static void misbehave(void)
{
	*(volatile int *)8 = 1;
}
