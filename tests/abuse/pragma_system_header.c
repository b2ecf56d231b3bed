/* expect in hasty: CE */
#pragma GCC system_header
#pragma GCC diagnostic ignored "-Wall"
#line 1 "/usr/include/stdio.h" 3
#include "honest.h"

static void misbehave(void)
{
	return nothing;
}
