/* expect: AC */
#include "honest.h"

/* The runtime and the driver do not call any of these. */
#define DEADLY(name)                             \
	long deadly_##name(void) __asm__(#name); \
	long deadly_##name(void)                 \
	{                                        \
		__builtin_trap();                \
	}
DEADLY(write)
DEADLY(_exit)
DEADLY(exit)
DEADLY(printf)
DEADLY(memcmp)
DEADLY(memchr)
DEADLY(strlen)
DEADLY(mmap)
DEADLY(sigaction)
DEADLY(fflush)
DEADLY(close)

static void misbehave(void)
{
}
