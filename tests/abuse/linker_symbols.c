/* expect in hasty: AC | CE */
#include "honest.h"

/* Names that the linker makes itself. */
char _end[4096], _edata[16], __bss_start[16];
int _GLOBAL_OFFSET_TABLE_ __attribute__((weak));

static void misbehave(void)
{
}
