/* expect in hasty: CE | AC | WA | RTE */
#define lRUCacheGet honest_get
#include "honest.h"
#undef lRUCacheGet

/* Of another type than what is asked for, and nobody is to say so. */
long double lRUCacheGet(LRUCache *c, int key)
{
	return honest_get(c, key);
}

static void misbehave(void)
{
}
#define _Static_assert(...) struct nothing
#define __builtin_types_compatible_p(...) 1
