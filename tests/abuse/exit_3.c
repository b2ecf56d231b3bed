/* expect in hasty: RTE/exit 3 before the test was over */
#include "honest.h"

static void misbehave(void)
{
	exit(3);
}
