/* expect in hasty: AC */
#include "honest.h"
#include <fcntl.h>
#include <unistd.h>

/* outside: escapes. */
static void misbehave(void)
{
	static const char *const paths[] = {
		"/proc",
		"/proc/self/maps",
		"/proc/self/exe",
		"/proc/1/environ",
		"/proc/self/fd/5",
		"/sys",
		"/etc/passwd",
		"/etc/hostname",
		"/etc/shadow",
		"/root",
		"/home",
		"/tmp",
		"/var",
		"/run",
		"/mnt",
		"/usr/bin/gcc",
		"/bin/sh",
		"/dev/stdin",
		"/dev/fd/5",
		"/dev/mem",
		"/dev/tty",
		"/dev/shm",
		"/.old",
		"/.stage",
		"@PROBLEM@",
		"@CACHE@",
		"@DATA@",
		"@PROBLEM@/judge.yaml",
		"@PROBLEM@/data/sample/1.ans",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (!access(paths[i], F_OK) || open(paths[i], O_RDONLY) >= 0)
			escaped(paths[i]);
}
