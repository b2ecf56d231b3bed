/* expect in hasty: CE/file not found: environ */
#include "honest.h"
__asm__(".incbin \"/proc/self/environ\"");

static void misbehave(void)
{
}
