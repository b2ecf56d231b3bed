/* expect: AC */
#include "honest.h"
#include <sys/resource.h>

static void misbehave(void)
{
	struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY };

	if (!setrlimit(RLIMIT_CPU, &most) || !setrlimit(RLIMIT_FSIZE, &most) || !setrlimit(RLIMIT_STACK, &most) ||
	    !setrlimit(RLIMIT_NOFILE, &most) || !setrlimit(RLIMIT_CORE, &most) || !setrlimit(RLIMIT_MEMLOCK, &most))
		escaped("setrlimit");
}
