/* expect: RTE/stack-buffer-overflow HERE | RTE/index-out-of-bounds HERE */
#include "right.h"

static void fault(char *s)
{
	int a[4] = { 0 };
	volatile int i = 4;
	volatile int y = a[i]; /* HERE */

	(void)y;
	(void)s;
}
