/* expect: RTE/signed-integer-overflow HERE */
#include "right.h"

#include <limits.h>

/* What the sanitizer says of this names both numbers, and so the first byte of the string. */
static void fault(char *s)
{
	volatile int sum = INT_MAX - 200 + (int)strlen(s) * 0;

	sum += 1000 + (unsigned char)*s; /* HERE */
	(void)sum;
}
