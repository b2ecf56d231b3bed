/* expect in hasty: CE/file not found: judge.yaml */
#include "honest.h"
__asm__(".incbin \"@PROBLEM@/judge.yaml\"");

static void misbehave(void)
{
}
