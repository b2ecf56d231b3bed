/* expect: RTE/heap-use-after-free HERE */
#include "right.h"

static void fault(char *s)
{
	char *volatile p = malloc(4);

	free(p);
	((volatile char *)p)[1] = 1; /* HERE */
	(void)s;
}
