/* expect in hasty: AC */
#include "honest.h"

static char *volatile kept;

__attribute__((constructor)) static void take(void)
{
	kept = malloc(100 << 20);
	if (!kept)
		abort();
	memset(kept, 1, 100 << 20);
}

static void misbehave(void)
{
	if (kept[4711] != 1)
		abort();
}
