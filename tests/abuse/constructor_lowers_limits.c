/* expect in hasty: AC */
#include "honest.h"
#include <sys/resource.h>

/* Nobody can raise these again; who comes later has to live with them, or to notice. */
__attribute__((constructor)) static void lower(void)
{
	const struct rlimit none = { 0, 0 }, second = { 1, 1 };

	setrlimit(RLIMIT_NOFILE, &none);
	setrlimit(RLIMIT_FSIZE, &none);
	setrlimit(6 /* RLIMIT_NPROC */, &none);
	setrlimit(8 /* RLIMIT_MEMLOCK */, &none);
	setrlimit(11 /* RLIMIT_SIGPENDING */, &none);
	setrlimit(RLIMIT_CPU, &second);
}

static void misbehave(void)
{
}
