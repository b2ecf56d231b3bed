/* expect in hasty: RTE/exit 9 before the test was over */
#include "honest.h"
#include "runner.h"
#include <unistd.h>

static void end(int code)
{
	_exit(code + 9);
}

/* A whole answer, and then an end that is not the runner's. */
static void misbehave(void)
{
	open_runner();
	if (!replace_word((void *)_exit, (void *)end))
		abort();
}
