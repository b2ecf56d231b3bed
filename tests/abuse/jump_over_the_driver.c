/* expect in hasty: RTE/exit 7 before the test was over */
#include "honest.h"
#include <ucontext.h>

static ucontext_t here;
static char stack[65536];

static void elsewhere(void)
{
	exit(7);
}

/* Leaves the driver's frames behind for a stack of its own and never comes back. */
static void misbehave(void)
{
	getcontext(&here);
	here.uc_stack.ss_sp = stack;
	here.uc_stack.ss_size = sizeof(stack);
	here.uc_link = NULL;
	makecontext(&here, elsewhere, 0);
	setcontext(&here);
}
