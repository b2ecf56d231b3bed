/* expect: RTE/leak 6 B in 3 blocks, allocated at HERE */
#include "right.h"

static void fault(char *s)
{
	char *volatile copy = strndup("xy", 1); /* HERE */

	(void)copy;
}
