/* expect in hasty: NO */
#include "honest.h"
#include <unistd.h>

__attribute__((constructor)) static void pretend(void)
{
	if (write(4, "done\n", 5) == 5)
		_exit(0);
}

static void misbehave(void)
{
}
