/*
 * What a script may rely on: the shell, the ordinary programs, compilers for C and C++, Python. Which of their files
 * it will need nobody knows before it runs, so that it sees the host's folders of programs, libraries and headers
 * whole, where other boxes see single files.
 *
 * All of that is what the distribution's packages bring, the same for everybody, and it is seen read-only and without
 * set-user-id bits. What people put on a host is not there: no /home, /etc (but for the links by which Debian chooses
 * between programs), /var, /opt, /srv, /usr/local, and no /usr/share, where an installed judge keeps hidden tests.
 */
#include "runners/shell.h"

#include "runners/host.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define SH "/bin/sh"

/* First-level names are links into /usr on most hosts, and a box has no links of its own. */
static const struct box_mount folders[] = {
	{ "/bin", "/bin", .exec = true },
	{ "/lib", "/lib", .exec = true },
	{ "/lib64", "/lib64", .exec = true, .optional = true },
	{ "/usr/bin", "/usr/bin", .exec = true },
	{ "/usr/lib", "/usr/lib", .exec = true },
	{ "/usr/lib64", "/usr/lib64", .exec = true, .optional = true },
	{ "/usr/libexec/gcc", "/usr/libexec/gcc", .exec = true, .optional = true },
	{ "/usr/include", "/usr/include", .optional = true },
	{ "/etc/alternatives", "/etc/alternatives", .optional = true },
};

#define N_FOLDERS (sizeof(folders) / sizeof(*folders))

/* What they most often start. */
static const char *const programs[] = { "sh",    "bash",    "cc",   "c++",     "gcc", "g++",
					"clang", "clang++", "make", "python3", "tar" };

static void hash_program(struct hash *h, const char *path)
{
	char real[PATH_MAX];
	struct stat st;

	if (!path || !realpath(path, real) || stat(real, &st) < 0)
		return;
	hash_adds(h, real);
	hash_add(h, &st.st_size, sizeof(st.st_size));
	hash_add(h, &st.st_mtim, sizeof(st.st_mtim));
}

int shell_find(struct mounts *m, struct arena *a, struct hash *h, const char **shell, struct err *e)
{
	char real[PATH_MAX];

	if (!realpath(SH, real))
		return err_set(e, -ENOENT, "there is no " SH " to run scripts by");
	*shell = arena_strdup(a, real);
	if (!*shell)
		return err_set(e, -ENOMEM, "shell: out of memory");
	if (m->n + N_FOLDERS > BOX_MOUNTS_MAX)
		return err_set(e, -E2BIG, "shell: more than %d mounts", BOX_MOUNTS_MAX);
	memcpy(m->list + m->n, folders, sizeof(folders));
	m->n += N_FOLDERS;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		hash_program(h, host_find_in("/usr/bin:/bin", programs[i], a));
	return 0;
}
