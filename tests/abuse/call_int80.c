/* expect: SV/forbidden system call */
#include "honest.h"

static void misbehave(void)
{
	__asm__ volatile("int $0x80" : : "a"(20) : "memory");
}
