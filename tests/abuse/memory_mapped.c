/* expect: MLE/over 256 MiB */
#include "honest.h"
#include <sys/mman.h>

/* Not through malloc; where the call fails instead, that is the limit's doing too. */
static void misbehave(void)
{
	for (;;) {
		char *p =
			mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

		if (p == MAP_FAILED)
			abort();
	}
}
