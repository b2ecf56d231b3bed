/* expect: RTE/heap-buffer-overflow HERE */
#include "right.h"

static void fault(char *s)
{
	char *p = malloc(4);
	volatile size_t i = 4;
	volatile char c = p[i]; /* HERE */

	(void)c;
	free(p);
}
