/* expect: RTE/ctype-argument HERE */
#include "right.h"

static void fault(char *s)
{
	volatile int c = -61;
	volatile int r = isspace(c); /* HERE */

	(void)r;
	(void)s;
}
