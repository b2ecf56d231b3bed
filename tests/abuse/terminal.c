/* expect in hasty: AC */
#include "honest.h"
#include <sys/ioctl.h>
#include <unistd.h>

static void misbehave(void)
{
	for (int fd = 0; fd < 5; fd++)
		if (isatty(fd) || !ioctl(fd, TIOCSTI, "x") || !ioctl(fd, TIOCNOTTY))
			escaped("a terminal");
}
