/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

static int fd;

/* Where an open file is read next is one place for all who inherit it. */
__attribute__((constructor)) static void prepare(void)
{
	fd = open("/box/candidate.so", O_RDONLY);
	if (fd < 0)
		abort();
}

static void misbehave(void)
{
	if (lseek(fd, 0, SEEK_CUR))
		escaped("a test that ran before");
	lseek(fd, 4711, SEEK_SET);
}
