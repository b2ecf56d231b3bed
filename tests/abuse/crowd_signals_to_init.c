/* expect in crowd: AC */
#include "crowd.h"
#include <signal.h>
#include <sys/wait.h>

/* The first process of the box has no handler and takes none of these, from a child, an orphan or ourselves. */
static void misbehave(void)
{
	pid_t child = fork();

	if (child == 0)
		fork();
	for (int s = 1; s < 65; s++)
		kill(1, s);
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
}
