/* expect in hasty: CE/incbin.c: file not found: passwd */
#include "honest.h"
__asm__(".incbin \"/etc/passwd\"");

static void misbehave(void)
{
}
