/* expect in hasty: CE | RTE/exit 5 before the test was over */
#include "honest.h"
#include <unistd.h>

/* The linker makes it the first function of an object that has it. */
void _init(void);

void _init(void)
{
	_exit(5);
}

static void misbehave(void)
{
}
