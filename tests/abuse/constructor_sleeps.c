/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include <unistd.h>

/* Whoever waits for this process to take the first test waits in vain. */
__attribute__((constructor)) static void hold(void)
{
	for (;;)
		pause();
}

static void misbehave(void)
{
}
