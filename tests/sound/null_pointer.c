/* expect: RTE/SIGSEGV at a null pointer, HERE */
#include "right.h"

static void fault(char *s)
{
	volatile int *volatile p = NULL;

	*p = 1; /* HERE */
	(void)s;
}
