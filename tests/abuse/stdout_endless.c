/* expect in hasty: TLE | WTL */
#include "honest.h"

/* Whether the time goes by here or in the reader's hands is the host's affair. */
static void misbehave(void)
{
	for (;;)
		puts("and another line");
}
