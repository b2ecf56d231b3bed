/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

/* Whatever lies on a descriptor, told to anybody. */
__attribute__((constructor)) static void read_all(void)
{
	char c;

	for (int fd = 0; fd < 64; fd++) {
		fcntl(fd, F_SETFL, O_NONBLOCK);
		if (read(fd, &c, 1) > 0)
			escaped("something to read");
	}
}

static void misbehave(void)
{
}
