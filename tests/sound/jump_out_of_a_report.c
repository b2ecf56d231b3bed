/* expect: RTE/heap-use-after-free HERE | RTE/memory-error */
#include "right.h"
#include <setjmp.h>
#include <signal.h>

static sigjmp_buf back;

static void leap(int signal)
{
	siglongjmp(back, signal);
}

static void fault(char *s)
{
	char *volatile p = malloc(4);

	if (sigsetjmp(back, 1))
		return;
	signal(SIGSEGV, leap);
	free(p);
	((volatile char *)p)[1] = 1; /* HERE */
}
