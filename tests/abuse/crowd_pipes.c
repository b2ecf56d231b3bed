/* expect in crowd: SV/forbidden system call fcntl */
#include "crowd.h"
#include <fcntl.h>

/*
 * As much of the kernel's memory as pipes can hold, in six processes. What belongs to the user is the neighbours'
 * too.
 */
static void misbehave(void)
{
	static const char page[4096];
	pid_t first = getpid();
	int ends[2];

	for (int i = 0; i < 5; i++)
		if (getpid() == first)
			fork();
	while (!pipe(ends)) {
		fcntl(ends[1], 1031 /* F_SETPIPE_SZ */, 1 << 20);
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		while (write(ends[1], page, sizeof(page)) > 0)
			;
	}
	if (getpid() != first)
		for (;;)
			pause();
	usleep(100000);
}
