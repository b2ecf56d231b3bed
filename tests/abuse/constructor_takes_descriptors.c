/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>

/* None is left for what would still come. */
__attribute__((constructor)) static void take_all(void)
{
	while (open("/dev/null", O_RDWR) >= 0)
		;
}

static void misbehave(void)
{
}
