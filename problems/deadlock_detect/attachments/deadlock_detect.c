/*
 * deadlock_detect: the first deadlock in a trace of locks. `judge show deadlock_detect` prints the task.
 * struct lock_event, its kinds and LOCKS are declared before your code.
 */
#include <stddef.h>
#include <stdint.h>

size_t find_deadlock(const struct lock_event *events, size_t n_events, size_t n_threads, size_t *at, uint32_t *threads)
{
	(void)events;
	(void)n_events;
	(void)n_threads;
	(void)at;
	(void)threads;
	return 0;
}
