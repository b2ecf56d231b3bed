/* expect in hasty: AC */
#include "/dev/null"
#include "honest.h"

static void misbehave(void)
{
}
