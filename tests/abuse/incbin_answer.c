/* expect in hasty: CE/incbin_answer.c: file not found: 1.ans */
#include "honest.h"
__asm__(".incbin \"@PROBLEM@/data/sample/1.ans\"");

static void misbehave(void)
{
}
