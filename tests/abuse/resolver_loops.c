/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"

/* Runs in the loader. */
static void (*resolve(void))(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}

void chosen(void) __attribute__((ifunc("resolve")));

static void misbehave(void)
{
	chosen();
}
