/* expect in hasty: CE/incbin_by_name.c: file not found: passwd */
#include "honest.h"

/* So does the name of a function. */
int users(void) __asm__("users\n\t.incbin \"/etc/passwd\"\nothers");

int users(void)
{
	return 1;
}

static void misbehave(void)
{
}
