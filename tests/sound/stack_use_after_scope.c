/* expect: RTE/stack-use-after-scope HERE */
#include "right.h"

static void fault(char *s)
{
	volatile char *volatile q;
	volatile char c;

	{
		volatile char a[8];

		a[0] = 1;
		q = a;
	}
	c = *q; /* HERE */
	(void)c;
	(void)s;
}
