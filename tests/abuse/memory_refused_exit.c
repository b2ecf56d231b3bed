/* expect in hasty: MLE/an allocation failed at the limit of 256 MiB, then exit 3 */
#include "honest.h"

static void misbehave(void)
{
	if (!calloc((size_t)1 << 40, 64))
		exit(3);
}
