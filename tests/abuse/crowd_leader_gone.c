/* expect in crowd: TLE/over 0.3 s of CPU time | WTL */
#include "crowd.h"
#include <pthread.h>
#include <sys/syscall.h>

static void *spin(void *arg)
{
	for (;;)
		;
	return arg;
}

/* The thread that the process is named after ends; the process does not. */
static void misbehave(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, spin, NULL))
		abort();
	syscall(SYS_exit, 0);
}
