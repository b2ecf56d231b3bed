/*
 * arena: blocks cut one after another from a list of chunks.
 *
 * It stops two things: leaks on the many exits of a parser (everything goes at once), and a document of someone else
 * from costing more memory than its ceiling. A block counts as its size rounded up to ALIGN, so that a million empty
 * strings count as well. What it does not do: give back a single block.
 */
#include "sandbox/base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ALIGN (_Alignof(max_align_t))

#if defined(__SANITIZE_ADDRESS__)
#define CHUNK_BYTES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHUNK_BYTES 0
#endif
#endif

/* Under AddressSanitizer each block is a chunk of its own, so that reading past one block into the next is seen. */
#ifndef CHUNK_BYTES
#define CHUNK_BYTES 16384
#endif

struct arena_chunk {
	struct arena_chunk *next;
	size_t used_bytes;
	size_t size_bytes;
	_Alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *a, size_t max_bytes)
{
	*a = (struct arena){ .max_bytes = max_bytes };
}

void arena_clear(struct arena *a)
{
	while (a->chunks) {
		struct arena_chunk *next = a->chunks->next;

		free(a->chunks);
		a->chunks = next;
	}
	a->used_bytes = 0;
}

/* A new first chunk with room for n bytes; calloc, since every block is promised to be zeroed. */
static struct arena_chunk *add_chunk(struct arena *a, size_t n)
{
	const size_t size = n > CHUNK_BYTES ? n : CHUNK_BYTES;
	struct arena_chunk *c;

	if (size > PTRDIFF_MAX - sizeof(*c))
		return NULL;
	c = calloc(1, sizeof(*c) + size);
	if (!c)
		return NULL;
	c->size_bytes = size;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct arena_chunk *c = a->chunks;
	size_t rounded;
	void *block;

	if (__builtin_add_overflow(n > 0 ? n : 1, ALIGN - 1, &rounded))
		return NULL;
	rounded -= rounded % ALIGN;
	if (rounded > a->max_bytes - a->used_bytes)
		return NULL;
	if (!c || rounded > c->size_bytes - c->used_bytes)
		c = add_chunk(a, rounded);
	if (!c)
		return NULL;
	block = c->data + c->used_bytes;
	c->used_bytes += rounded;
	a->used_bytes += rounded;
	return block;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	return __builtin_mul_overflow(count, size, &n) ? NULL : arena_alloc(a, n);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	const size_t len = strnlen(s, n);
	char *copy = arena_alloc(a, len + 1);

	if (copy)
		memcpy(copy, s, len);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}
