/* expect: RTE/leak 100 B in 1 block, allocated at HERE */
#include "right.h"

static char *volatile kept;

static void fault(char *s)
{
	if (!kept)
		kept = malloc(100); /* HERE */
	(void)s;
}
