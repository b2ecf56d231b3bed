/* expect in hasty: CE/assembler_says.c: \x1b[31m red */
#include "honest.h"
__asm__(".print \"\\033]0;pwned\\007\"\n\t.warning \"\033[2J cleared\"\n\t.error \"\033[31m red\"");

static void misbehave(void)
{
}
