/* expect in crowd: SV */
#include "crowd.h"
#include <signal.h>
#include <sys/syscall.h>

/* To make processes is allowed, to make them superusers of a world of their own is not. */
static void misbehave(void)
{
	syscall(SYS_clone, 0x10000000 /* CLONE_NEWUSER */ | SIGCHLD, NULL, NULL, NULL, NULL);
}
