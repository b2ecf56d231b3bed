/* expect: MLE | TLE | AC */
#include "honest.h"
#include <sys/mman.h>

/* Nothing is stored; what grows are the kernel's tables, a page of them for each one that is looked at. */
static void misbehave(void)
{
	size_t step = 2 << 20, n = 200000;
	volatile char *p = mmap(NULL, n * step, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	for (size_t i = 0; p != MAP_FAILED && i < n; i++)
		(void)p[i * step];
}
