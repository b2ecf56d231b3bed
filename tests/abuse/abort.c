/* expect in hasty: RTE/SIGABRT */
#include "honest.h"

static void misbehave(void)
{
	abort();
}
