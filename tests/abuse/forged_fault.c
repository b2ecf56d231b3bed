/* expect in hasty: RTE/the driver was disturbed */
#include "honest.h"
#include <unistd.h>

/* To be looked at by people, and never accepted. */
static void misbehave(void)
{
	if (write(4, "fault it was not me\n", 20) > 0)
		_exit(120);
}
