/* expect in hasty: WTL/over 1 s of wall time */
#include "honest.h"
#include <pthread.h>

static void misbehave(void)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
}
