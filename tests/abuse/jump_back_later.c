/* expect in hasty: RTE | TLE | WA | NO */
#include <setjmp.h>

static jmp_buf back;

#define lRUCacheGet honest_get
#include "honest.h"
#undef lRUCacheGet

static void misbehave(void)
{
	setjmp(back);
}

/* Into a frame that is long gone. */
int lRUCacheGet(LRUCache *c, int key)
{
	if (honest_get(c, key) != 4711)
		longjmp(back, 1);
	return 0;
}
