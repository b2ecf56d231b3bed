/* expect in crowd: AC */
#include "crowd.h"
#include <pthread.h>
#include <string.h>

static void *leave(void *p)
{
	pthread_exit(p);
}

static void *wait_for_ever(void *p)
{
	for (;;)
		pause();
	return p;
}

/* Honest: both of these unwind the thread's stack, for which the C library loads another library. */
static void misbehave(void)
{
	pthread_t a, b;
	void *result;

	if (pthread_create(&a, NULL, leave, "left") || pthread_create(&b, NULL, wait_for_ever, NULL))
		abort();
	if (pthread_join(a, &result) || strcmp(result, "left"))
		abort();
	if (pthread_cancel(b) || pthread_join(b, &result) || result != PTHREAD_CANCELED)
		abort();
}
