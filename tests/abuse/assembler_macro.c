/* expect in hasty: CE/macros nested too deeply | CTL */
#include "honest.h"
__asm__(".macro more\n\tmore\n\tmore\n\t.endm\n\tmore");

static void misbehave(void)
{
}
