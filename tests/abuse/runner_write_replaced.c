/* expect in hasty: WA */
#include "honest.h"
#include "runner.h"
#include <unistd.h>

static ssize_t forge(int fd, const void *p, size_t n)
{
	return write(fd, fd == 3 ? "4711\n" : p, fd == 3 ? 5 : n) > 0 ? (ssize_t)n : -1;
}

/* The runner's way to write is ours. It gains what any wrong answer gains. */
static void misbehave(void)
{
	open_runner();
	if (!replace_word((void *)write, (void *)forge))
		abort();
}
