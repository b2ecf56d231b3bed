/* expect: RTE/names-a-sanitizer HERE */
#include "right.h"

#undef no_sanitize /* HERE */

static void fault(char *s)
{
	(void)s;
}
