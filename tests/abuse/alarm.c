/* expect in hasty: RTE/SIGALRM */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	ualarm(1000, 0);
	pause();
}
