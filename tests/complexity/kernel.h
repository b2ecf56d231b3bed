/*
 * kernel: what each program of the corpus includes.
 *
 * kernel() gets n numbers, in the order that its label names; they are the caller's, and may be overwritten. What
 * it returns keeps the compiler from taking the work away.
 */
#ifndef JUDGE_TESTS_COMPLEXITY_KERNEL_H
#define JUDGE_TESTS_COMPLEXITY_KERNEL_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

long kernel(int *values, int n);

/* Memory for `count` things, or the end. */
static inline void *claim(size_t count, size_t size)
{
	void *p = malloc(count * size + 1);

	if (!p)
		abort();
	return p;
}

static inline void *claim_zeroed(size_t count, size_t size)
{
	void *p = calloc(count + 1, size);

	if (!p)
		abort();
	return p;
}

static inline void swap(int *a, int *b)
{
	int kept = *a;

	*a = *b;
	*b = kept;
}

/* Marsaglia's xorshift; the state is never 0. */
static inline uint32_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 32);
}

#endif
