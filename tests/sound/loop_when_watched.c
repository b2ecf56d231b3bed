/* expect: AC */
#include "right.h"
#include <dlfcn.h>

static bool is_watched(void)
{
	return dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
}

static void fault(char *s)
{
	for (volatile int i = 0; is_watched(); i = !i)
		;
	(void)s;
}
