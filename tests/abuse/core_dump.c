/* expect in hasty: RTE/SIGQUIT */
#include "honest.h"
#include <signal.h>
#include <sys/resource.h>

static void misbehave(void)
{
	struct rlimit core = { RLIM_INFINITY, RLIM_INFINITY };

	if (!setrlimit(RLIMIT_CORE, &core))
		escaped("a limit that was raised");
	raise(SIGQUIT);
}
