/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>

/* outside: escapes. Memory that cannot be taken back, by a flag instead of a call. */
static void misbehave(void)
{
	if (mmap(NULL, 1 << 16, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | 0x2000 /* MAP_LOCKED */, -1, 0) != MAP_FAILED)
		escaped("locked memory");
}
