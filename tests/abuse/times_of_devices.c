/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <sys/stat.h>

/*
 * What one run leaves, another may read, of the next submission even, in a test whose output is shown: there must be no
 * such place. Devices and libraries are the host's own files.
 */
static void misbehave(void)
{
	static const char *const files[] = { "/dev/null", "/dev/zero", "/dev/urandom", "/box/candidate.so",
					     "/box/runner" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (!utimensat(AT_FDCWD, files[i], NULL, 0) || !chmod(files[i], 0666))
			escaped(files[i]);
	}
}
