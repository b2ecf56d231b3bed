/* expect in hasty: CE/incbin_environ.c: file not found: environ */
#include "honest.h"
__asm__(".incbin \"/proc/self/environ\"");

static void misbehave(void)
{
}
