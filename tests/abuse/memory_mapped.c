/* expect: MLE/over 256 MiB | RTE/SIGABRT */
#include "honest.h"
#include <sys/mman.h>

/* Not through malloc. Without a memory group the call fails, and what follows is the program's own end. */
static void misbehave(void)
{
	for (;;) {
		char *p =
			mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

		if (p == MAP_FAILED)
			abort();
	}
}
