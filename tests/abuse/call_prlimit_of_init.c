/* expect: SV/forbidden system call prlimit64 */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_prlimit64, 1, 0, NULL, NULL);
}
