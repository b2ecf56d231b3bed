/*
 * host: programs of the host, started in an environment of our making.
 *
 * A compiler listens to CPATH, LIBRARY_PATH, GCC_EXEC_PREFIX and more. What it is asked here must not depend on who
 * started the judge, since it decides what a box sees and what a submission is compiled with. Only PATH is passed on.
 */
#include "runners/host.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define TIMEOUT_MS 20000

static const char *search_path(void)
{
	const char *path = getenv("PATH");

	return path ? path : "/usr/bin:/bin";
}

int host_ask(const char *const *argv, struct arena *a, struct buf *answer, struct err *e)
{
	const char *path = arena_printf(a, "PATH=%s", search_path());
	const char *const before[] = { "env", "-i", "LC_ALL=C", path };
	const size_t n_before = sizeof(before) / sizeof(before[0]);
	const char **all;
	size_t n = 0;
	int status, r;

	while (argv[n])
		n++;
	all = arena_array(a, n_before + n + 1, sizeof(*all));
	if (!path || !all)
		return err_set(e, -ENOMEM, "out of memory");
	memcpy(all, before, sizeof(before));
	memcpy(all + n_before, argv, n * sizeof(*all));
	buf_reset(answer);
	r = spawn_capture(all, TIMEOUT_MS, answer, answer, &status, e);
	return r < 0 ? err_wrap(e, "%s", argv[0]) : 0;
}

static bool is_program(const char *path)
{
	return fs_is_file(path) && !access(path, X_OK);
}

const char *host_find_in(const char *list, const char *name, struct arena *a)
{
	for (const char *p = list, *end; *p; p = *end ? end + 1 : end) {
		size_t len;
		char *path;

		end = strchrnul(p, ':');
		len = (size_t)(end - p);
		while (len > 1 && p[len - 1] == '/')
			len--;
		path = arena_printf(a, "%.*s/%s", (int)len, p, name);
		if (path && *path == '/' && is_program(path))
			return path;
	}
	return NULL;
}

const char *host_find_program(const char *name, struct arena *a)
{
	if (!strchr(name, '/'))
		return host_find_in(search_path(), name, a);
	return is_program(name) ? arena_strdup(a, name) : NULL;
}

const char *host_canonical(const char *path, struct arena *a)
{
	const char *base = fs_basename(path);
	char *dir = arena_strndup(a, path, (size_t)(base - path));
	char real[PATH_MAX];

	if (!dir || !realpath(*dir ? dir : ".", real))
		return NULL;
	return arena_printf(a, "%s/%s", strcmp(real, "/") ? real : "", base);
}
