/* expect in hasty: AC | CE */
#include "honest.h"

/* The sections of an object that the linker's plugin would compile, with the options that stand there. */
#pragma GCC optimize("lto")
__asm__(".section .gnu.lto_.opts,\"e\",@progbits\n\t.string \"'-fplugin=/box/0.c' '-wrapper' '/bin/sh'\"\n\t.text");
__asm__(".globl __gnu_lto_slim\n\t.comm __gnu_lto_slim,1,1");

static void misbehave(void)
{
}
