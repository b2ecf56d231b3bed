/* expect in hasty: SV/process limit: clone, but 1 process is allowed */
#include "honest.h"
#include <pthread.h>

static void *idle(void *arg)
{
	return arg;
}

static void misbehave(void)
{
	pthread_t t;

	pthread_create(&t, NULL, idle, NULL);
}
