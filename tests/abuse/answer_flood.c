/* expect: OLE/over 8 MiB */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	static char zeros[65536];

	while (write(3, zeros, sizeof(zeros)) > 0)
		;
}
