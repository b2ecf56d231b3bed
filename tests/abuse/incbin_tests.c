/* expect in hasty: CE/incbin_tests.c: file not found: judge.yaml */
#include "honest.h"
__asm__(".incbin \"@PROBLEM@/judge.yaml\"");

static void misbehave(void)
{
}
