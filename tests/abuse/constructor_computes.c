/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <time.h>

/* All is worked out before a test begins: that time is the program's too. */
__attribute__((constructor)) static void compute(void)
{
	while (clock() < CLOCKS_PER_SEC * 2)
		;
}

static void misbehave(void)
{
}
