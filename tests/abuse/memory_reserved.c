/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>

/* Addresses are no memory. Where only they can be bounded the call fails, which is no fault either. */
static void misbehave(void)
{
	size_t size = (size_t)8 << 30;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p != MAP_FAILED)
		p[size - 1] = 1;
}
