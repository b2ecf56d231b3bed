/* expect in hasty: AC */
#include "honest.h"
#include <pthread.h>

/* Handlers for a fork that the program itself never makes. */
__attribute__((constructor)) static void prepare(void)
{
	pthread_atfork(abort, abort, abort);
}

static void misbehave(void)
{
}
