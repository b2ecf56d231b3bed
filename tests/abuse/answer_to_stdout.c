/* expect in hasty: NO */
#include "honest.h"
#include <unistd.h>

/* The driver's answers go where everything that is printed goes. */
static void misbehave(void)
{
	dup2(1, 3);
}
