/* expect: MLE */
#include "honest.h"
#include <fcntl.h>
#include <sys/mman.h>

/* Mapped and shared, /dev/zero is memory in the kernel's own file system. */
static void misbehave(void)
{
	int fd = open("/dev/zero", O_RDWR);

	for (;;) {
		char *p = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

		if (p == MAP_FAILED)
			abort();
		memset(p, 1, 16 << 20);
	}
}
