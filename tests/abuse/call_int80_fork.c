/* expect in hasty: SV | RTE/SIGSEGV */
#include "honest.h"

static void misbehave(void)
{
	__asm__ volatile("int $0x80" : : "a"(2) : "memory");
}
