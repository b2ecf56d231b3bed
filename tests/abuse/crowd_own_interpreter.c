/* expect in crowd: RTE/it cannot be started */
#include "crowd.h"

/* Stands behind the loader's name and takes its end away: the kernel starts no such program. */
__attribute__((used, section(".interp"))) static const char more[4] = "/box";

static void misbehave(void)
{
}
