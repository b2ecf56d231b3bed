/* expect in hasty: RTE/SIGXCPU */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGXCPU);
}
