/* expect in hasty: CE/incbin_history.c: file not found: judge.db */
#include "honest.h"
__asm__(".incbin \"@DATA@/judge/judge.db\"");

static void misbehave(void)
{
}
