/* expect: MLE */
#include "honest.h"
#include <unistd.h>

/* Not through malloc: the oldest way. */
static void misbehave(void)
{
	for (;;) {
		char *p = sbrk(1 << 20);

		if (p == (char *)-1)
			abort();
		memset(p, 1, 1 << 20);
	}
}
