/* expect in hasty: AC */
#include "honest.h"
#include <errno.h>
#include <fcntl.h>

/* outside: escapes. */
static void misbehave(void)
{
	int fd, last = 0;

	while ((fd = open("/dev/null", O_RDWR)) >= 0)
		last = fd;
	if (last != 15 || errno != EMFILE)
		escaped("more than 16 descriptors");
}
