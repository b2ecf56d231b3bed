/* expect in hasty: AC */
#include "honest.h"
#include <dirent.h>
#include <string.h>
#include <unistd.h>

/* outside: escapes. All that may be seen: ourselves, the runner, two libraries and the loader, three devices. */
static int is_known(const char *path)
{
	static const char *const names[] = { "/box/runner", "/box/candidate.so", "/dev/null", "/dev/zero",
					     "/dev/urandom" };

	path += *path == '.';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(path, names[i]))
			return 1;
	return (!strncmp(path, "/lib", 4) || !strncmp(path, "/usr/lib", 8)) &&
	       (strstr(path, "/libc.so.") || strstr(path, "/libm.so.") || strstr(path, "/libgcc_s.so.") ||
		strstr(path, "/ld-linux"));
}

static void look(const char *dir, int depth)
{
	DIR *d = opendir(dir);
	char path[512];

	if (!d || depth == 12)
		escaped("a directory that cannot be read, or too deep");
	for (struct dirent *en = readdir(d); en; en = readdir(d)) {
		if (!strcmp(en->d_name, ".") || !strcmp(en->d_name, ".."))
			continue;
		snprintf(path, sizeof(path), "%s/%s", strcmp(dir, "/") ? dir : "", en->d_name);
		if (en->d_type == DT_DIR)
			look(path, depth + 1);
		else if (!is_known(path))
			escaped(path);
	}
	closedir(d);
}

static void misbehave(void)
{
	look("/", 0);
	if (chdir("/box") || chdir("..") || chdir("../../.."))
		escaped("chdir");
	look(".", 0);
}
