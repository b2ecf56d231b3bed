/* expect in hasty: AC */
#include "honest.h"

static int built;

static void plain(void)
{
}

/* Runs in the loader, before any constructor. */
static void (*resolve(void))(void)
{
	built = 1;
	return plain;
}

void chosen(void) __attribute__((ifunc("resolve")));

static void misbehave(void)
{
	chosen();
}
