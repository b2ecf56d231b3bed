/* expect in crowd: AC */
#include "crowd.h"
#include <fcntl.h>

/* outside: escapes. Three descriptors, and no more: not the judge's, not another box's. */
static void misbehave(void)
{
	char c;

	for (int fd = 3; fd < 4096; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			escaped("a descriptor that is not ours");
	if (read(1, &c, 1) >= 0 || read(2, &c, 1) >= 0)
		escaped("what was written");
}
