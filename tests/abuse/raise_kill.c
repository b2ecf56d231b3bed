/* expect in hasty: RTE/SIGKILL */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGKILL);
}
