/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

/* Ends whoever lives much longer than a test does. */
__attribute__((constructor)) static void set(void)
{
	ualarm(200000, 0);
}

static void misbehave(void)
{
}
