/* expect: RTE/stack overflow, over 8 MiB, HERE, recursion */
#include "right.h"

static int deeper(volatile int *at)
{ /* HERE */
	volatile int here[64] = { *at };

	return deeper(here) + here[0];
}

static void fault(char *s)
{
	volatile int first = (unsigned char)*s;

	*s = (char)(*s + deeper(&first) * 0);
}
