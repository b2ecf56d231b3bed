/* expect in crowd: AC */
#include "crowd.h"
#include <signal.h>
#include <sys/wait.h>

/* Who is stopped takes no signal but the last one. */
static void misbehave(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		raise(SIGSTOP);
		_exit(0);
	}
	if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status))
		abort();
}
