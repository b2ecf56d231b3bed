/* expect: AC */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static _Alignas(16) char pool[64 << 20];
static size_t used;

/* Its own allocator is its own: neither the runtime's nor the C library's calls of malloc come here. */
void *malloc(size_t size)
{
	size_t *p;

	size = (size + 31) & ~(size_t)15;
	if (size > sizeof(pool) - used)
		return NULL;
	p = (void *)(pool + used);
	used += size;
	*p = size;
	return (char *)p + 16;
}

void *calloc(size_t count, size_t size)
{
	return malloc(count * size);
}

void *realloc(void *p, size_t size)
{
	void *q = malloc(size);

	return p && q ? memcpy(q, p, size) : q;
}

void free(void *p)
{
	if (p && ((uintptr_t)p < (uintptr_t)pool || (uintptr_t)p >= (uintptr_t)pool + sizeof(pool)))
		__builtin_trap();
}

#include "honest.h"

static void misbehave(void)
{
	puts("something that needs a buffer of the library's");
}
