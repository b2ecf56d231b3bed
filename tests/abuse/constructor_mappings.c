/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>

/* Many small pieces of memory, which take long to copy. */
__attribute__((constructor)) static void shatter(void)
{
	for (int i = 0; i < 1000; i++) {
		char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED || mprotect(p, 4096, PROT_NONE))
			abort();
		p[4096] = 1;
	}
}

static void misbehave(void)
{
}
