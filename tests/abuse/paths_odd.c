/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* outside: escapes. Ways around in the names of files, and names that are too long, empty or not text. */
static void misbehave(void)
{
	static char deep[4096] = "/", name[5000];
	static const char *const paths[] = {
		"/dev/../etc/passwd", "/dev/./../../../etc//passwd",
		"/lib/../etc/passwd", "../../../../../../../../etc/passwd",
		"\n\033[2J\377",      "",
		"/dev/null/..",
	};
	struct stat st;

	for (int i = 1; i + 3 < 4000; i += 3)
		memcpy(deep + i, "../", 3);
	strcat(deep, "etc/passwd");
	memset(name, 'a', sizeof(name) - 1);
	if (open(deep, O_RDONLY) >= 0 || !stat(name, &st) || !mkdir(name, 0700) || open(name, O_CREAT, 0600) >= 0)
		escaped("a long way");
	name[255] = 0;
	if (open(name, O_CREAT | O_RDWR, 0600) >= 0)
		escaped("a long name");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (open(paths[i], O_RDONLY) >= 0 || open(paths[i], O_RDWR | O_CREAT, 0600) >= 0)
			escaped(paths[i]);
	if (chdir("/dev") || open("../etc/passwd", O_RDONLY) >= 0 || chdir("../../..") ||
	    open("etc/passwd", O_RDONLY) >= 0)
		escaped("../etc/passwd");
}
