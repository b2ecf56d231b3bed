/* expect: RTE/stack overflow, over 8 MiB, HERE */
#include "right.h"

static void fault(char *s)
{ /* HERE */
	volatile char all[(size_t)80 << 20];

	for (size_t i = 0; i < sizeof(all); i += 4096)
		all[i] = *s;
}
