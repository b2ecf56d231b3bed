/* expect in hasty: RTE/exit 0 before the test was over */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	_exit(0);
}
