/* expect in hasty: SV/process limit: clone, but 1 process is allowed */
#include "honest.h"

static void misbehave(void)
{
	system("true");
}
