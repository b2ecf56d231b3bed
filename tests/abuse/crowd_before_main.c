/* expect in crowd: NO */
#include "crowd.h"

static void end(void)
{
	_exit(0);
}

/* Runs before any library is ready. */
__attribute__((used, section(".preinit_array"))) static void (*const early)(void) = end;

static void misbehave(void)
{
}
