/* expect: RTE/misaligned-pointer HERE */
#include "right.h"

static void fault(char *s)
{
	char a[16] = { 0 };
	volatile int y = *(volatile int *)(a + 1); /* HERE */

	(void)y;
	(void)s;
}
