/* expect in hasty: CE */
#include "honest.h"

static void misbehave(void)
{
}
#if 0
