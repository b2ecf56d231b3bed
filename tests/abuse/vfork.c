/* expect in hasty: SV/process limit: vfork, but 1 process is allowed */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	if (vfork() == 0)
		_exit(0);
}
