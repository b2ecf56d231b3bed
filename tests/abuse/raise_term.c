/* expect in hasty: RTE/SIGTERM */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGTERM);
}
