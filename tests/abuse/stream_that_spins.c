/* expect in hasty: TLE/over 0.3 s of CPU time */
#include "honest.h"
#include <sys/types.h>

struct functions {
	ssize_t (*read)(void *, char *, size_t);
	ssize_t (*write)(void *, const char *, size_t);
	int (*seek)(void *, long *, int);
	int (*close)(void *);
};

FILE *fopencookie(void *cookie, const char *mode, struct functions f);

static ssize_t spin(void *cookie, const char *p, size_t n)
{
	(void)cookie, (void)p;
	for (volatile size_t i = n;; i++)
		;
}

/* The library flushes it when the test is as good as over. */
static void misbehave(void)
{
	fputs("something", fopencookie(NULL, "w", (struct functions){ .write = spin }));
}
