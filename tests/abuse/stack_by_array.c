/* expect in hasty: RTE/stack overflow, over 8 MiB */
#include "honest.h"

static void misbehave(void)
{
	volatile char large[16 << 20];

	large[0] = 1;
	large[sizeof(large) - 1] = 1;
}
