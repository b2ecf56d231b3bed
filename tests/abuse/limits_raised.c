/* expect in hasty: AC */
#include "honest.h"
#include <sys/resource.h>

/* outside: escapes. What is bounded stays bounded. */
static void misbehave(void)
{
	const struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY };

	for (int which = 0; which < 16; which++) {
		struct rlimit now;

		if (!getrlimit(which, &now) && now.rlim_max != RLIM_INFINITY && !setrlimit(which, &most))
			escaped("a limit that was raised");
	}
	if (!setrlimit(RLIMIT_FSIZE, &most) || !setrlimit(RLIMIT_STACK, &most) || !setrlimit(RLIMIT_NOFILE, &most) ||
	    !setrlimit(RLIMIT_CORE, &most) || !setrlimit(8 /* RLIMIT_MEMLOCK */, &most))
		escaped("no limit at all");
}
