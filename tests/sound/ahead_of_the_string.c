/* expect: RTE/use-after-poison HERE */
#include "right.h"

static void fault(char *s)
{
	volatile char c = s[-1]; /* HERE */

	(void)c;
}
