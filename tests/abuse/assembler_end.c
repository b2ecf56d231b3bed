/* expect in hasty: CE/the function 'lRUCacheCreate' is static or missing */
#include "honest.h"

/* What follows is not read any more. */
__asm__(".end");

static void misbehave(void)
{
}
