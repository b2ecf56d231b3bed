/* expect: RTE/names-a-sanitizer HERE */
#include "right.h"

const char *__asan_default_options(void); /* HERE */

const char *__asan_default_options(void)
{
	return "exitcode=0:halt_on_error=0";
}

static void fault(char *s)
{
	(void)s;
}
