/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"

__attribute__((constructor)) static void loop(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}

static void misbehave(void)
{
}
