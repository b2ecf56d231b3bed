/* expect in hasty: CTL/the assembler | CE | AC | MLE */
#include "honest.h"
__asm__(".data\n\t.p2align 31\n\t.byte 1\n\t.p2align 31\n\t.text");

static void misbehave(void)
{
}
