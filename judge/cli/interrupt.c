/*
 * interrupt: ^C while files are being written.
 *
 * A handler could not remove a tree, and one that only sets a flag would have to be known to every system call that
 * returns EINTR. Blocked signals need neither: they stay pending, which can be asked for, and end the process by the
 * usual way once they are let through.
 */
#include "judge/cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static sigset_t before, held;

void interrupt_hold(void)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction was;

	sigemptyset(&held);
	/* A signal that is ignored would be kept pending once it is blocked. */
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		if (sigaction(ending[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
			sigaddset(&held, ending[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
}

bool interrupt_pending(void)
{
	sigset_t pending;

	if (sigpending(&pending) < 0)
		return false;
	for (int s = 1; s < NSIG; s++)
		if (sigismember(&held, s) == 1 && sigismember(&pending, s) == 1)
			return true;
	return false;
}

void interrupt_release(void)
{
	sigprocmask(SIG_SETMASK, &before, NULL);
}
