/* expect in crowd: AC */
#include "crowd.h"
#include <sys/syscall.h>

/* Its flags lie where a filter cannot look, namespaces among them. */
static void misbehave(void)
{
	unsigned long long args[8] = { 0x10000000 /* CLONE_NEWUSER */ };

	if (syscall(SYS_clone3, args, sizeof(args)) >= 0)
		escaped("clone3");
}
