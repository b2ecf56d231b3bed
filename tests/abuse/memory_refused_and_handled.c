/* expect in hasty: AC */
#include "honest.h"

/* To be refused an absurd amount is no fault of who can do without. */
static void misbehave(void)
{
	if (malloc((size_t)1 << 46))
		escaped("malloc");
}
