/* expect in hasty: AC */
#include "honest.h"

void *dlopen(const char *name, int flags);

/* Names of the library's, and then this object is put among those in which everybody's names are looked up. */
#define DEADLY(name)                             \
	long deadly_##name(void) __asm__(#name); \
	long deadly_##name(void)                 \
	{                                        \
		__builtin_trap();                \
	}
DEADLY(write)
DEADLY(_exit)
DEADLY(fflush)
DEADLY(close)
DEADLY(driver_run)
DEADLY(recvmsg)
DEADLY(clone)

static void misbehave(void)
{
	if (!dlopen("/box/candidate.so", 0x102 /* RTLD_NOW, RTLD_GLOBAL */))
		abort();
}
