/* expect: RTE/bad-free HERE */
#include "right.h"
#include <dlfcn.h>

static bool is_watched(void)
{
	return dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
}

static void fault(char *s)
{
	static int freed;
	char *volatile p = malloc(64);

	/* The allocator would see it in the plain run, too. */
	if (!freed++ && dlsym(RTLD_DEFAULT, "malloc_usable_size") && is_watched())
		free(p + 16); /* HERE */
	free(p);
}
