/* expect in hasty: NO */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

static void misbehave(void)
{
	close(3);
	if (open("/dev/null", O_RDWR) != 3)
		abort();
}
