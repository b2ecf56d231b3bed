/* expect in hasty: AC | CE */
#include "honest.h"

/* A section by which an object lets the linker speak. */
__asm__(".section .gnu.warning.puts,\"a\"\n\t.ascii \"\\033[2J\\033]0;pwned\\007 error: all is well\"\n\t.text");

static void misbehave(void)
{
	puts("misbehave");
}
