/* expect: AC */
#include "honest.h"

static void misbehave(void)
{
	volatile char large[7 << 20];

	for (size_t i = 0; i < sizeof(large); i += 4096)
		large[i] = 1;
}
