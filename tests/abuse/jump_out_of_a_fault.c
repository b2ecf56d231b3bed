/* expect in hasty: AC */
#include "honest.h"
#include <setjmp.h>
#include <signal.h>

static sigjmp_buf back;

static void jump(int s)
{
	(void)s;
	siglongjmp(back, 1);
}

static void misbehave(void)
{
	signal(SIGSEGV, jump);
	if (!sigsetjmp(back, 1))
		*(volatile int *)8 = 1;
}
