/* expect in hasty: RTE/exit 0 before the test was over */
#include "honest.h"
#include <unistd.h>

/* The answer goes where the notes go, and the notes where the answer goes. */
static void misbehave(void)
{
	dup2(3, 10);
	dup2(4, 3);
	dup2(10, 4);
	close(10);
}
