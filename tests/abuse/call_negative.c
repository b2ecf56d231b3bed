/* expect in hasty: SV/forbidden system call | AC */
#include "honest.h"
#include <unistd.h>

/* What debuggers use to skip a call is nobody's number; a kernel may refuse it before any filter looks. */
static void misbehave(void)
{
	if (syscall(-1) != -1)
		escaped("a call that is none");
}
