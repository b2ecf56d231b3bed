/* expect in hasty: RTE/SIGTRAP */
#include "honest.h"

/* Single steps, for a debugger that is not there. */
static void misbehave(void)
{
	__asm__ volatile("pushfq\n\torl $0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
}
