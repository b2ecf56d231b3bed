/* expect in hasty: RTE/SIGSYS */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGSYS);
}
