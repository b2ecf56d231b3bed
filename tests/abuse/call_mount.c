/* expect: SV/forbidden system call mount */
#include "honest.h"
#include <sys/mount.h>

static void misbehave(void)
{
	mount("none", "/dev", "tmpfs", 0, NULL);
}
