/* expect: RTE/param-overlap HERE */
#include "right.h"

static void fault(char *s)
{
	char a[64] = { 0 };
	volatile size_t n = 32;
	char *volatile to = a + 8;

	memcpy(to, a, n); /* HERE */
}
