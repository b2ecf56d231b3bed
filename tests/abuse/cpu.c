/* expect: TLE/over 2 s of CPU time */
#include "honest.h"

static void misbehave(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}
