/* expect in hasty: CTL | CE | MLE */
#include "honest.h"
__asm__(".bss\n.skip 1 << 40\n.text");

static void misbehave(void)
{
}
