/* expect in hasty: AC */
#include "honest.h"

static int built;

/* Code that runs while the object is loaded is as confined as any. */
__attribute__((constructor)) static void build(void)
{
	puts("built");
	built = 1;
}

static void misbehave(void)
{
	if (!built)
		abort();
}
