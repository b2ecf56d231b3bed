/* expect in hasty: TLE/over 0.3 s of CPU time */
#define lRUCacheCreate honest_create
#include "honest.h"
#undef lRUCacheCreate
#include "runner.h"
#include <time.h>
#include <unistd.h>

static int calls, ready;

static void compute(void)
{
	clock_t begun = clock();

	while (clock() - begun < CLOCKS_PER_SEC / 2)
		;
	ready = 1;
}

/* Whoever reads what to do next, and not for the first time, may take the time that it would take in a test. */
static ssize_t read_and_compute(int fd, void *p, size_t n)
{
	ssize_t got = read(fd, p, n);

	if (calls++ == 1)
		compute();
	return got;
}

__attribute__((constructor)) static void prepare(void)
{
	open_runner();
	replace_word((void *)read, (void *)read_and_compute);
}

static void misbehave(void)
{
}

/* The first test is an easy one. */
LRUCache *lRUCacheCreate(int capacity)
{
	if (capacity > 2 && !ready)
		compute();
	return honest_create(capacity);
}
