/* expect in hasty: RTE/the driver was disturbed */
#include "honest.h"
#include <unistd.h>

__attribute__((constructor)) static void close_all(void)
{
	for (int fd = 3; fd < 64; fd++)
		close(fd);
}

static void misbehave(void)
{
}
