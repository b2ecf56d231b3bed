/* expect: WTL/over 5 s of wall time */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	for (;;)
		sleep(1000);
}
