/* expect in hasty: CE/undefined_function.c:8: undefined reference to 'nobody_has_it' */
#include "honest.h"

int nobody_has_it(int x);

static void misbehave(void)
{
	nobody_has_it(1);
}
