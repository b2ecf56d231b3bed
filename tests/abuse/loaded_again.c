/* expect in hasty: AC */
#include "honest.h"

void *dlopen(const char *name, int flags);
void *dlmopen(long where, const char *name, int flags);

/* The loader is called from what it is loading; what it may not load, it does not load. */
__attribute__((constructor)) static void again(void)
{
	static int depth;

	if (depth++)
		return;
	dlopen("/box/candidate.so", 2);
	dlmopen(-1, "/box/candidate.so", 2);
	if (dlopen("/etc/passwd", 2) || dlopen("/box/runner", 2))
		escaped("a program loaded as a library");
}

static void misbehave(void)
{
}
