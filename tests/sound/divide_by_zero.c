/* expect: RTE/SIGFPE, HERE */
#include "right.h"

static void fault(char *s)
{
	volatile int zero = 0, quotient = 1;

	quotient /= zero; /* HERE */
	(void)s;
}
