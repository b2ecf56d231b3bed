/*
 * charge: the counter as what stands in for the C library sees it, and how a wrapper is declared.
 *
 * charge.c and repeat.c are linked into the candidate's object, where nothing of them can be seen from outside;
 * `judge_counter` becomes the counter's secret name before they are assembled. This header and both are compiled as one
 * text, one behind the other. The judge's own driver is not linked with them and pays nothing.
 */
#ifndef JUDGE_RUNNERS_DRIVER_CHARGE_H
#define JUDGE_RUNNERS_DRIVER_CHARGE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stddef.h>
#include <stdint.h>

/* Loops that measure must not become calls of the very functions that are measured; only gcc's programs count. */
#ifndef __clang__
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

#define HIDDEN __attribute__((visibility("hidden")))

/* As runners/cost_pass.h has it. */
extern HIDDEN struct {
	int64_t left;
	uint64_t scratch;
	void (*out)(void);
	uint64_t seed;
	uint64_t drawn;
	uint64_t here;
} counter __asm__("judge_counter");
extern HIDDEN struct {
	uint64_t ticks;
	char name[56];
} slots[] __asm__("judge_counter.slots");
extern HIDDEN _Noreturn void out(void) __asm__("judge_counter.out");

static inline void charge(size_t bytes)
{
	uint64_t ticks = 1 + bytes / 16;

	slots[counter.here].ticks += ticks;
	counter.left -= (int64_t)ticks;
	if (counter.left < 0)
		out();
}

/* Wrapper and real function of one name; both have its type. */
#define WRAPS(name)                            \
	extern __typeof__(name) __real_##name; \
	extern HIDDEN __typeof__(name) __wrap_##name

#endif
