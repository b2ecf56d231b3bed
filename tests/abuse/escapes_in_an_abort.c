/* expect in hasty: RTE/SIGABRT */
#include "honest.h"

static void misbehave(void)
{
	fputs("\033[2J\033]0;pwned\007 assertion failed\n", stderr);
	abort();
}
