/* expect in hasty: RTE/SIGSEGV */
#include "honest.h"

static void misbehave(void)
{
	*(volatile int *)0x123456789000 = 1;
}
