/* expect: MLE */
#include "honest.h"

static char *volatile kept[2];

static void take(int which)
{
	kept[which] = malloc(150 << 20);
	if (!kept[which])
		abort();
	memset(kept[which], 1, 150 << 20);
}

/* Within the limit before the tests, within it in each, and over it in all. */
__attribute__((constructor)) static void before(void)
{
	take(0);
}

static void misbehave(void)
{
	take(1);
}
