/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include "runner.h"
#include <signal.h>
#include <unistd.h>

static void stop(int code)
{
	raise(SIGSTOP);
	_exit(code);
}

/* The answer is given, the test is said to be over, and nobody may wait for ever. */
static void misbehave(void)
{
	open_runner();
	if (!replace_word((void *)_exit, (void *)stop))
		abort();
}
