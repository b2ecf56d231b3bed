/* expect in hasty: MLE/an allocation failed at the limit of 256 MiB, then SIGSEGV */
#include "honest.h"

static void misbehave(void)
{
	*(volatile char *)malloc((size_t)1 << 46) = 1;
}
