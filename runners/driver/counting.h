/*
 * counting: what the runtime adds where a candidate's steps and bytes are counted; see counting.c and heap.c. Nothing
 * of it is in a plain run.
 */
#ifndef JUDGE_RUNNERS_DRIVER_COUNTING_H
#define JUDGE_RUNNERS_DRIVER_COUNTING_H

#include <stddef.h>
#include <stdint.h>

/* Set by the build of a runner for such runs. */
#ifndef COUNTED
#define COUNTED 0
#endif

/*
 * In this order: when the candidate is loaded; in each run, before the driver; the driver itself, on a stack of its
 * own; when nothing of the candidate runs any more.
 */
void counting_find(void *object, const char *counter);
void counting_begin(void);
void counting_run(void (*driver)(void));
void counting_say(void);

/* heap.c: what lies between begin and end counts; the most that was in use there, above what was when it began. */
void heap_begin(void);
void heap_end(void);
uint64_t heap_most(void);

/* The lowest address of that stack; 0 before there is one. */
uintptr_t counting_stack_low(void);

/*
 * Memory of the driver's, or the input behind `fd`, at an address that is the same in each run. NULL: there is none.
 */
void *counting_map(size_t bytes, int fd);

#endif
