/* expect in hasty: AC */
#include "honest.h"

static void misbehave(void)
{
}
// The next line is part of this one: \
