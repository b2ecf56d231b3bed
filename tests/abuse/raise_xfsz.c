/* expect in hasty: RTE/SIGXFSZ */
#include "honest.h"
#include <signal.h>

static void misbehave(void)
{
	raise(SIGXFSZ);
}
