/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Another file in the place of one that is opened by its name before each test, at any moment. */
static void misbehave(void)
{
	for (int i = 0; i < 1000; i++)
		if (!syscall(SYS_renameat2, AT_FDCWD, "/box/runner", AT_FDCWD, "/box/candidate.so", 2) ||
		    !rename("/box/candidate.so", "/box/runner") || !rename("/dev/null", "/box/runner") ||
		    !unlink("/box/candidate.so") || !rmdir("/box") || !mkdir("/box/runner.d", 0777) ||
		    !rename("/box", "/dev/box") || !truncate("/box/runner", 0))
			escaped("files of the box");
}
