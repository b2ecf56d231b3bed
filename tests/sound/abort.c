/* expect: RTE/SIGABRT, HERE */
#include "right.h"

static void fault(char *s)
{
	abort(); /* HERE */
	(void)s;
}
