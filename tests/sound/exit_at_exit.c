/* expect: AC */
#include "right.h"
#include <unistd.h>

static void leave(void)
{
	_exit(3);
}

__attribute__((constructor)) static void prepare(void)
{
	atexit(leave);
}

static void fault(char *s)
{
	(void)s;
}
