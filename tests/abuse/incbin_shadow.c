/* expect in hasty: CE/incbin_shadow.c: file not found: shadow */
#include "honest.h"
__asm__(".incbin \"/etc/shadow\"");

static void misbehave(void)
{
}
