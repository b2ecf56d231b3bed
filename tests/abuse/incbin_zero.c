/* expect in hasty: CE/unable to include 'zero' | CTL */
#include "honest.h"
__asm__(".incbin \"/dev/zero\"");

static void misbehave(void)
{
}
