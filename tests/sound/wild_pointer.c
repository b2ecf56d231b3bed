/* expect: RTE/SIGSEGV, HERE */
#include "right.h"

static void fault(char *s)
{
	int *volatile wild = (int *)0x1234567890;

	*wild = *s; /* HERE */
}
