/* expect: SV/forbidden system call open_by_handle_at */
#include "honest.h"
#include <sys/syscall.h>
#include <unistd.h>

static void misbehave(void)
{
	syscall(SYS_open_by_handle_at, 3, NULL, 0);
}
