/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fd;

/* So is where a directory is read. */
__attribute__((constructor)) static void prepare(void)
{
	fd = open("/dev", O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		abort();
}

static void misbehave(void)
{
	char room[4096];

	if (syscall(SYS_getdents64, fd, room, sizeof(room)) <= 0)
		escaped("a test that ran before");
}
