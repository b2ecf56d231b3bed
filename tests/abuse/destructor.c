/* expect in hasty: AC */
#include "honest.h"

/* The test is over before these would run, and they are not run. */
__attribute__((destructor)) static void spoil(void)
{
	abort();
}

static void misbehave(void)
{
	atexit(abort);
}
