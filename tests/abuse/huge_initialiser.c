/* expect in hasty: CTL */
#include "honest.h"

char huge[1u << 30] = { 1 };

static void misbehave(void)
{
}
