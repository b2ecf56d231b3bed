/* expect in hasty: WA */
#include "honest.h"
#include <unistd.h>

__attribute__((constructor)) static void write_all(void)
{
	for (int fd = 0; fd < 64; fd++)
		if (write(fd, "4711\n", 5) < 0)
			continue;
}

static void misbehave(void)
{
}
