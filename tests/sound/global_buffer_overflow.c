/* expect: RTE/global-buffer-overflow HERE */
#include "right.h"

static void fault(char *s)
{
	static char g[8];
	volatile char *volatile q = g;
	volatile char c = q[9]; /* HERE */

	(void)c;
	(void)s;
}
