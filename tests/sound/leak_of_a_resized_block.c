/* expect: RTE/leak 200 B in 1 block, allocated at HERE */
#include "right.h"

static char *volatile kept;

static void fault(char *s)
{
	if (!kept) {
		kept = malloc(100);
		kept = realloc(kept, 200); /* HERE */
	}
	(void)s;
}
