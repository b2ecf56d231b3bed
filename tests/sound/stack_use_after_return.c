/* expect: RTE/stack-use-after-return HERE */
#include "right.h"

static volatile char *volatile kept;

__attribute__((noinline)) static void keep(void)
{
	volatile char a[8];

	a[0] = 1;
	kept = a;
}

static void fault(char *s)
{
	volatile char c;

	keep();
	c = *kept; /* HERE */
	(void)c;
	(void)s;
}
