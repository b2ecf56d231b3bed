/* expect in hasty: RTE/SIGSEGV */
#include "honest.h"

static void misbehave(void)
{
	__asm__ volatile("cli\n\thlt");
}
