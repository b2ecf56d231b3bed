/* expect in hasty: AC | RTE/SIGSEGV */
#include "honest.h"
#include <time.h>

/* The page of old at its fixed place: where the kernel still has it, it tells the time. */
static void misbehave(void)
{
	time_t (*tell)(time_t *) = (time_t(*)(time_t *))0xffffffffff600400;

	if (tell(NULL) < 1000000000)
		abort();
}
