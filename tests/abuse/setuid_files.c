/* expect in hasty: AC */
#include "honest.h"
#include <dirent.h>
#include <sys/stat.h>

/* outside: escapes. Programs that run with rights of their own, where hosts have them. */
static void look(const char *dir, int depth)
{
	DIR *d = opendir(dir);
	struct stat st;
	char path[512];

	for (struct dirent *en = d && depth < 3 ? readdir(d) : NULL; en; en = readdir(d)) {
		snprintf(path, sizeof(path), "%s/%s", dir, en->d_name);
		if (en->d_name[0] == '.' || lstat(path, &st))
			continue;
		if (S_ISDIR(st.st_mode))
			look(path, depth + 1);
		else if (st.st_mode & 06000)
			escaped(path);
	}
	if (d)
		closedir(d);
}

static void misbehave(void)
{
	static const char *const dirs[] = { "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/box", "/dev", "/lib64" };

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		look(dirs[i], 0);
}
