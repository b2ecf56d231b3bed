/* expect in hasty: CE/the function 'lRUCacheGet' is static or missing */
#include "honest.h"

/* The function is there, and nobody finds it. */
__asm__(".hidden lRUCacheGet");

static void misbehave(void)
{
}
