/* expect: RTE/heap-use-after-free HERE */
#include "right.h"
#include <unistd.h>

void __asan_on_error(void);

void __asan_on_error(void)
{
	_exit(0);
}

static void fault(char *s)
{
	char *volatile p = malloc(4);

	free(p);
	((volatile char *)p)[1] = 1; /* HERE */
	(void)s;
}
