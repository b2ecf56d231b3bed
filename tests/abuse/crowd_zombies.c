/* expect in crowd: AC */
#include "crowd.h"
#include <errno.h>

/* Dead children that nobody waits for, until there is room for no more. */
static void misbehave(void)
{
	for (int i = 0; i < 2000; i++)
		if (fork() == 0)
			_exit(0);
	if (fork() != -1 || errno != EAGAIN)
		escaped("more than 8 processes");
}
