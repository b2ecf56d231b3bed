/* expect in hasty: SV/forbidden system call execveat */
#include "honest.h"
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The number that the one allowed exec was made by: it is closed, and lies beyond what a descriptor may be. */
static void misbehave(void)
{
	struct rlimit more = { 2000, 2000 };
	int fd = open("/box/runner", O_RDONLY);

	if (fd < 0 || !setrlimit(RLIMIT_NOFILE, &more) || dup2(fd, 1000) >= 0 || fcntl(fd, F_DUPFD, 1000) >= 0)
		escaped("a descriptor with the number 1000");
	if (syscall(SYS_execveat, 1000, "", NULL, NULL, 0x1000) >= 0)
		escaped("an exec");
	syscall(SYS_execveat, fd, "", NULL, NULL, 0x1000);
}
