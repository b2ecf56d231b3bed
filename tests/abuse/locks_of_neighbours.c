/* expect in hasty by two: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

/*
 * A lock on a file that every box sees, for others to find: a byte of it for each bit that a hidden test's input has,
 * to be read in a test whose output is shown. Two tests run side by side here.
 */
static void misbehave(void)
{
	static const char *const files[] = { "/lib/x86_64-linux-gnu/libc.so.6", "/dev/null", "/dev/zero" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct flock lock = { .l_type = F_RDLCK, .l_len = 1 };
		int fd = open(files[i], O_RDONLY);

		if (fd < 0)
			abort();
		fcntl(fd, F_SETLK, &lock);
		usleep(20000);
		lock.l_type = F_WRLCK;
		if (!fcntl(fd, F_GETLK, &lock) && lock.l_type != F_UNLCK)
			escaped("a lock of another box");
	}
}
