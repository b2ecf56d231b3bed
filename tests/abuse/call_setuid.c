/* expect: SV/forbidden system call setuid */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	if (setuid(0) == 0)
		escaped("the superuser's id");
}
