/* expect in crowd: MLE/over 64 MiB | AC */
#include "crowd.h"
#include <string.h>
#include <sys/wait.h>

/* Seven times 20 MiB. Without a memory group each process is held to the limit, not their sum; a report says so. */
static void misbehave(void)
{
	for (int i = 0; i < 7; i++)
		if (fork() == 0) {
			char *p = malloc(20 << 20);

			if (p)
				memset(p, 1, 20 << 20);
			usleep(100000);
			_exit(p ? p[4711] : 0);
		}
	while (wait(NULL) > 0)
		;
}
