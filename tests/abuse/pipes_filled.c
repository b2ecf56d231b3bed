/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

/* What the kernel keeps for a program in pipes is bounded by the number of its descriptors. */
static void misbehave(void)
{
	static const char page[4096];
	size_t held = 0;
	int ends[2];

	while (!pipe(ends)) {
		fcntl(ends[1], 1031 /* F_SETPIPE_SZ */, 1 << 20);
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		for (ssize_t n; (n = write(ends[1], page, sizeof(page))) > 0;)
			held += (size_t)n;
	}
	if (!held || held > 16u << 20)
		escaped("memory in pipes");
}
