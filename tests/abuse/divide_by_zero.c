/* expect in hasty: RTE/SIGFPE */
#include "honest.h"

static void misbehave(void)
{
	volatile int seven = 7, zero = 0;

	seven /= zero;
}
