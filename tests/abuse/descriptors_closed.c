/* expect in hasty: RTE/the driver was disturbed */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	for (int fd = 0; fd < 256; fd++)
		close(fd);
}
