/* expect in hasty: SV | RTE/SIGSEGV */
#include "honest.h"

/* Number 5 is open there and fstat here. */
static void misbehave(void)
{
	__asm__ volatile("int $0x80" : : "a"(5), "b"(0), "c"(0) : "memory");
}
