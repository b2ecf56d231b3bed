/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include "runner.h"
#include <unistd.h>

static void spin(int code)
{
	for (volatile int i = code;; i++)
		;
}

/* The answer is given, the test is said to be over, and the time that is spent then counts. */
static void misbehave(void)
{
	open_runner();
	if (!replace_word((void *)_exit, (void *)spin))
		abort();
}
