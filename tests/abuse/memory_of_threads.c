/* expect: MLE | CE | RTE */
#include "honest.h"

/* Static data that is made anew for each thread, the first one too. */
static __thread char large[1u << 30];

static void misbehave(void)
{
	for (size_t i = 0; i < sizeof(large); i += 4096)
		((volatile char *)large)[i] = 1;
}
