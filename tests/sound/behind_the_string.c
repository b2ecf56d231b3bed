/* expect: RTE/use-after-poison HERE */
#include "right.h"

static void fault(char *s)
{
	volatile char c = s[strlen(s) + 1]; /* HERE */

	(void)c;
}
