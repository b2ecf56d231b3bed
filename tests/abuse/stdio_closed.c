/* expect: AC */
#include "honest.h"

static void misbehave(void)
{
	fclose(stdin);
	fclose(stdout);
	fclose(stderr);
}
