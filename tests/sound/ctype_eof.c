/* expect: AC */
#include "right.h"

static void fault(char *s)
{
	volatile int c = EOF;
	volatile int r = isspace(c) + isdigit(255) + tolower(c);

	(void)r;
	(void)s;
}
