/* expect: RTE/shift HERE */
#include "right.h"

static void fault(char *s)
{
	volatile int x = 33;
	volatile int y = 1 << x; /* HERE */

	(void)y;
	(void)s;
}
