/* expect in hasty: CE/incbin_zero.c: unable to include 'zero' | CTL */
#include "honest.h"
__asm__(".incbin \"/dev/zero\"");

static void misbehave(void)
{
}
