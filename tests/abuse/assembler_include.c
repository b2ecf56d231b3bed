/* expect in hasty: CE/can't open passwd for reading: No such file or directory */
#include "honest.h"
__asm__(".include \"/etc/passwd\"");

static void misbehave(void)
{
}
