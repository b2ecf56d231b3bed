/* expect in hasty: WA */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	dup2(3, 1);
	puts("4711");
}
