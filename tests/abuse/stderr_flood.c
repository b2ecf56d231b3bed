/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	static char line[4096];

	for (int i = 0; i < 5000; i++)
		if (write(2, line, sizeof(line)) < 0)
			return;
}
