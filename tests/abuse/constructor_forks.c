/* expect in hasty: SV/process limit: clone, but 1 process is allowed */
#include "honest.h"
#include <unistd.h>

__attribute__((constructor)) static void multiply(void)
{
	fork();
}

static void misbehave(void)
{
}
