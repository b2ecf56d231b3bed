/* expect in hasty: WA */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	if (write(3, "1\n2\n3\n", 6) == 6 && write(4, "done\n", 5) == 5)
		_exit(0);
}
