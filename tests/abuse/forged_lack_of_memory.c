/* expect in hasty: MLE/an allocation failed */
#include "honest.h"
#include <unistd.h>

/* One rejection under the name of another. */
static void misbehave(void)
{
	if (write(4, "alloc-failed\n", 13) > 0)
		abort();
}
