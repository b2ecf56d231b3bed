/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>

static int *shared;

/* Whoever is made from this process later has the same memory, and not a copy. */
__attribute__((constructor)) static void prepare(void)
{
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		abort();
}

static void misbehave(void)
{
	if ((*shared)++)
		escaped("a test that ran before");
}
