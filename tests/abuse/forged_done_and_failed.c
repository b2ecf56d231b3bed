/* expect in hasty: RTE/exit 1 before the test was over */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	if (write(4, "done\n", 5) == 5)
		_exit(1);
}
