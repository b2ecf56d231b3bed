/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include <signal.h>

__attribute__((constructor)) static void stop(void)
{
	raise(SIGSTOP);
}

static void misbehave(void)
{
}
