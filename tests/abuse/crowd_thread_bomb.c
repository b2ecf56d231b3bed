/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"
#include <pthread.h>

static void *more(void *arg)
{
	pthread_t t;

	for (;;)
		pthread_create(&t, NULL, more, arg);
}

static void misbehave(void)
{
	more(NULL);
}
