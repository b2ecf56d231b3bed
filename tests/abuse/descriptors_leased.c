/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>
#include <signal.h>

/* Leases keep others waiting who open a file, notes tell of them. */
static void misbehave(void)
{
	static const char *const files[] = { "/lib/x86_64-linux-gnu/libc.so.6", "/dev/null", "/lib64", "/dev" };

	signal(SIGIO, SIG_IGN);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int fd = open(files[i], O_RDONLY);

		if (fd >= 0 && !fcntl(fd, 1024 /* F_SETLEASE */, F_RDLCK))
			escaped(files[i]);
		fcntl(fd, 1026 /* F_NOTIFY */, 0x8000003f);
	}
}
