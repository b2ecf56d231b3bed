/* expect in hasty: CTL/the assembler */
#include "honest.h"
__asm__(".data\n\t.fill 1 << 34, 1, 7\n\t.text");

static void misbehave(void)
{
}
