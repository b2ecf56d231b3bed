/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* outside: escapes. The input was read, and its descriptor closed, before any code of ours ran. */
static void misbehave(void)
{
	struct stat st;
	char c = 0;

	for (int fd = 5; fd < 256; fd++)
		if (read(fd, &c, 1) >= 0 || pread(fd, &c, 1, 0) >= 0 || lseek(fd, 0, SEEK_SET) >= 0 ||
		    write(fd, &c, 1) >= 0 || ftruncate(fd, 0) == 0 || fstat(fd, &st) == 0 || fchmod(fd, 0777) == 0 ||
		    dup(fd) >= 0 || mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED)
			escaped("a descriptor that is not ours");
	if (read(0, &c, 1) > 0)
		escaped("something on standard input");
}
