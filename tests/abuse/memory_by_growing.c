/* expect: MLE | RTE/SIGABRT */
#include "honest.h"
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* One piece that grows and moves. */
static void misbehave(void)
{
	size_t size = 1 << 20;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (; p != MAP_FAILED; size *= 2) {
		memset(p, 1, size);
		p = (char *)syscall(SYS_mremap, p, size, 2 * size, 1 /* MREMAP_MAYMOVE */);
	}
	abort();
}
