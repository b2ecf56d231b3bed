/* expect: AC */
#include "honest.h"

static void misbehave(void)
{
}

/* People try their solution with a main of their own; it is renamed and never called. */
int main(int argc, char **argv)
{
	(void)argv;
	return argc;
}
