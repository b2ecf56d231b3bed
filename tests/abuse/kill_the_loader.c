/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <unistd.h>

static pid_t loader;

__attribute__((constructor)) static void prepare(void)
{
	loader = getpid();
}

/* The next test would find nobody to run it. */
static void misbehave(void)
{
	if (getpid() != loader)
		kill(loader, SIGKILL);
}
