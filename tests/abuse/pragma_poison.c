/* expect in hasty: CE | AC */
#include "honest.h"

static void misbehave(void)
{
}
#pragma GCC poison _Static_assert __builtin_types_compatible_p __typeof__ lRUCacheGet
