/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"
#include <sys/wait.h>
#include <time.h>

/* No process takes longer than it may; together they do. */
static void misbehave(void)
{
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			while (clock() < CLOCKS_PER_SEC / 5)
				;
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
}
