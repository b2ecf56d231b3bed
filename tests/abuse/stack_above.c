/* expect in hasty: RTE/SIGSEGV */
#include "honest.h"

/* Everything that called us. */
static void misbehave(void)
{
	volatile char here = 0, *p = &here;

	for (;;)
		*p++ = 0;
}
