/* expect: RTE/SIGABRT, HERE */
#include "right.h"

static void fault(char *s)
{
	char *volatile p = malloc(4);

	free(p);
	free(p); /* HERE */
	(void)s;
}
