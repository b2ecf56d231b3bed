/*
 * arena: memory for things that have one life: a parsed problem, a report, a request.
 *
 * Blocks are released together. Every block is zeroed and aligned for any type.
 * A ceiling bounds the sum of what is handed out, each block rounded up to a whole number of max_align_t (16 bytes).
 * Not for several threads at once.
 */
#ifndef JUDGE_SANDBOX_BASE_ARENA_H
#define JUDGE_SANDBOX_BASE_ARENA_H

#include "sandbox/base/cleanup.h"

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* owned; newest first */
	size_t used_bytes;          /* handed out so far, rounded up */
	size_t max_bytes;           /* ceiling for used_bytes */
};

void arena_init(struct arena *a, size_t max_bytes) __attribute__((nonnull));
/* Frees every block; the arena can be used again. */
void arena_clear(struct arena *a) __attribute__((nonnull));

/* n zeroed bytes, or NULL when memory or the ceiling is met. n == 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((nonnull, malloc));
/* count * size zeroed bytes; NULL too when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((nonnull, malloc));
/* Copies as C strings; NULL as above. arena_strdup(a, NULL) is NULL. */
char *arena_strdup(struct arena *a, const char *s) __attribute__((nonnull(1)));
char *arena_strndup(struct arena *a, const char *s, size_t n) __attribute__((nonnull));
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull));

#define cleanup_arena cleanup(arena_clear)

#endif
