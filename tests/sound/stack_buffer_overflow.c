/* expect: RTE/stack-buffer-overflow HERE */
#include "right.h"

static void fault(char *s)
{
	char a[8];
	volatile char *volatile q = a;
	volatile char c;

	memset(a, 1, sizeof(a));
	c = q[8]; /* HERE */
	(void)c;
}
