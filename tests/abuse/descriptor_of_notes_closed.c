/* expect in hasty: RTE/the driver was disturbed */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	close(4);
}
