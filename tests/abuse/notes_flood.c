/* expect in hasty: RTE/exit 0 before the test was over */
#include "honest.h"
#include <unistd.h>

/* The note that the test is over does not come through any more. */
static void misbehave(void)
{
	for (int i = 0; i < 1000; i++)
		if (write(4, "no note of ours\n", 16) < 0)
			return;
}
