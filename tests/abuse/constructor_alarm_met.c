/* expect in hasty: RTE/SIGALRM */
#include "honest.h"
#include <unistd.h>

/* It is set in good time, and meets the test, wherever that runs. */
__attribute__((constructor)) static void set(void)
{
	ualarm(50000, 0);
}

static void misbehave(void)
{
	usleep(200000);
}
