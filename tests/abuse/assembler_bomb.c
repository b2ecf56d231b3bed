/* expect in hasty: CTL/the assembler */
#include "honest.h"
__asm__(".rept 1000000000\n.quad 1\n.endr");

static void misbehave(void)
{
}
