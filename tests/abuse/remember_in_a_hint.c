/* expect in hasty: SV/forbidden system call fcntl */
#include "honest.h"
#include <fcntl.h>

/* How long what is written to a file will live: kept with the host's file, whoever says so. */
static void misbehave(void)
{
	static const char *const files[] = { "/lib/x86_64-linux-gnu/libc.so.6", "/dev/null", "/box/candidate.so" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int fd = open(files[i], O_RDONLY);
		uint64_t hint = 0, mark = 2;

		if (fd < 0)
			abort();
		if (!fcntl(fd, 1035 /* F_GET_RW_HINT */, &hint) && hint == mark)
			escaped("a test that ran before");
		fcntl(fd, 1036 /* F_SET_RW_HINT */, &mark);
	}
}
