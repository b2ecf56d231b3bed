/* expect in hasty: CE | RTE */
#define lRUCacheGet honest_get
#include "honest.h"
#undef lRUCacheGet

int lRUCacheGet(LRUCache *c, int key);
__asm__(".data\n\t.globl lRUCacheGet\nlRUCacheGet:\n\t.quad 0xcccccccccccccccc\n\t.text");

static void misbehave(void)
{
}
