/* expect: RTE/signed-integer-overflow HERE */
#include "right.h"

static void fault(char *s)
{
	volatile int x = 2147483647;

	x = x + 1; /* HERE */
	(void)s;
}
