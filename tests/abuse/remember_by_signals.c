/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t told;
static pid_t loader;

static void note(int s)
{
	(void)s;
	told++;
}

__attribute__((constructor)) static void prepare(void)
{
	loader = getpid();
	signal(SIGUSR1, note);
}

/* Whoever loaded this object, and is not the one that runs the test, is told of it, and tells those who come. */
static void misbehave(void)
{
	if (told)
		escaped("a test that ran before");
	if (getpid() != loader)
		kill(loader, SIGUSR1);
}
