/* expect in hasty: RTE/exit 0 before the test was over */
#include "honest.h"
#include <unistd.h>

__attribute__((constructor)) static void leave_early(void)
{
	_exit(0);
}

static void misbehave(void)
{
}
