/* expect in hasty: CE/assembler_include.c: can't open passwd for reading: No such file or directory */
#include "honest.h"
__asm__(".include \"/etc/passwd\"");

static void misbehave(void)
{
}
