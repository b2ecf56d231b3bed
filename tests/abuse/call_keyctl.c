/* expect: SV/forbidden system call keyctl */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_keyctl, 1, 0);
}
