/* expect in hasty: WA */
#include "honest.h"
#include <unistd.h>

/* Something of its own before the driver's. */
static void misbehave(void)
{
	if (write(3, "4711\n", 5) < 0)
		abort();
}
