/* expect in hasty: SV | RTE */
#include "honest.h"

static void misbehave(void)
{
	__asm__ volatile("mov %%rsp, %%rbp\n\tsysenter" : : "a"(20) : "memory");
}
