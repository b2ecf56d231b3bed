/* expect in hasty: SV/forbidden system call | RTE/SIGSEGV */
#include "honest.h"

static void misbehave(void)
{
	__asm__ volatile("int $0x80" : : "a"(20) : "memory");
}
