/* expect: RTE/exit 120 before the test was over */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	for (int fd = 0; fd < 256; fd++)
		close(fd);
}
