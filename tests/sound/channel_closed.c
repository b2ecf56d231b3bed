/* expect: RTE/memory-error */
#include "right.h"
#include <unistd.h>

/* Without its report, the end of the run is one. */
static void fault(char *s)
{
	char *volatile p = malloc(4);

	close(6);
	free(p);
	((volatile char *)p)[1] = 1;
	(void)s;
}
