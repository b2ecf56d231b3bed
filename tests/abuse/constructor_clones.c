/* expect in hasty: SV/process limit: clone, but 1 process is allowed */
#include "honest.h"
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A brother, who has our parent: with the flags that somebody who serves tests would use. */
__attribute__((constructor)) static void multiply(void)
{
	syscall(SYS_clone, 0x8000 /* CLONE_PARENT */ | SIGCHLD, NULL, NULL, NULL, NULL);
}

static void misbehave(void)
{
}
