/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGSTOP);
}
