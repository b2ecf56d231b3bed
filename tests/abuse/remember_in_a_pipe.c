/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

static int ends[2];

__attribute__((constructor)) static void prepare(void)
{
	if (pipe(ends))
		abort();
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

static void misbehave(void)
{
	char c;

	if (read(ends[0], &c, 1) == 1)
		escaped("a test that ran before");
	if (write(ends[1], "x", 1) != 1)
		abort();
}
