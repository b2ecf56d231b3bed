/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <sys/stat.h>

/* There is no writable place, so that there is no file that could grow too large. */
static void misbehave(void)
{
	static const char *const places[] = {
		"x",
		"/x",
		"/box/x",
		"/work/x",
		"/tmp/x",
		"/dev/x",
		"/dev/shm/x",
		"/lib/x",
		"/var/tmp/x",
		"/usr/x",
		"/box/runner",
		"/box/candidate.so",
		"/lib/x86_64-linux-gnu/libc.so.6",
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (open(places[i], O_WRONLY | O_CREAT, 0666) >= 0 || !mkdir(places[i], 0777) ||
		    !chmod(places[i], 0777))
			escaped(places[i]);
}
