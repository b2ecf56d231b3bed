/* expect in hasty: CE | AC */
#pragma GCC pch_preprocess "/etc/passwd"
#pragma GCC pch_preprocess "/box/0.c"
#include "honest.h"

static void misbehave(void)
{
}
