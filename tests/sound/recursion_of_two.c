/* expect: RTE/stack overflow, over 8 MiB, HERE, recursion */
#include "right.h"

static int pong(volatile int *at, int depth);

/* Twelve MiB: the larger stack of this check is enough for it. */
static int ping(volatile int *at, int depth)
{ /* HERE */
	volatile int here[256] = { *at };

	return depth ? pong(here, depth - 1) + here[0] : 0;
}

static int pong(volatile int *at, int depth)
{
	return ping(at, depth) + *at;
}

static void fault(char *s)
{
	volatile int first = (unsigned char)*s;

	*s = (char)(*s + ping(&first, 11000) * 0);
}
