/* expect in hasty: RTE/exit 0 before the test was over */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_exit, 0);
}
