/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

/* Without the end that belongs to it a complaint says nothing. */
static void misbehave(void)
{
	if (write(4, "complaint nothing\n", 18) < 0)
		abort();
}
