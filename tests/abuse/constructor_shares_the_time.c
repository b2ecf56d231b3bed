/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <time.h>

static void spend(clock_t most)
{
	clock_t begun = clock();

	while (clock() - begun < most)
		;
}

/* Less than the limit before the tests, less than the limit in each, and more in all. */
__attribute__((constructor)) static void compute(void)
{
	spend(CLOCKS_PER_SEC / 5);
}

static void misbehave(void)
{
	spend(CLOCKS_PER_SEC / 5);
}
