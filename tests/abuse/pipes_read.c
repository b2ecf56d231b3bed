/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

/* What was written to the judge cannot be read back, nor anybody else's. */
static void misbehave(void)
{
	char c;

	for (int fd = 1; fd <= 4; fd++)
		if (read(fd, &c, 1) >= 0 || lseek(fd, 0, SEEK_SET) >= 0)
			escaped("the judge's pipe");
}
