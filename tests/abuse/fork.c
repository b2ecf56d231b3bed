/* expect in hasty: SV/process limit: clone, but 1 process is allowed */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	fork();
}
