/*
 * sandbox_mounts: which files of the host a box sees.
 *
 * The judge mounts file by file what its compiler's programs need, since it can ask them. A program that somebody
 * hands to `judge sandbox` cannot be asked without running it, so it gets the directories that loaders search: public
 * software, read-only. A static program needs none, and gets none.
 *
 * Mounts never lie in each other: the inner one would need a place to be made in a tree that is the host's.
 */
#include "judge/cli/sandbox_mounts.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define TARGET_BYTES_MAX 1023u

static const char *const LIBRARIES[] = { "/lib", "/lib64", "/usr/lib", "/usr/lib64" };
#define N_LIBRARIES (sizeof(LIBRARIES) / sizeof(LIBRARIES[0]))

/* Is it `dir`, or does it lie in it? */
static bool is_in(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && (!path[n] || path[n] == '/');
}

/* Absolute, not the root, no part of it empty or "." or "..". */
static bool is_plain(const char *path)
{
	if (*path != '/' || strlen(path) > TARGET_BYTES_MAX)
		return false;
	for (const char *p = path; *p == '/';) {
		size_t n = strcspn(++p, "/");

		if (!n || (n == 1 && *p == '.') || (n == 2 && !memcmp(p, "..", 2)))
			return false;
		p += n;
	}
	return true;
}

static int add(struct sandbox_mounts *m, const char *source, const char *target, bool exec, struct err *e)
{
	if (m->n == BOX_MOUNTS_MAX)
		return err_set(e, -E2BIG, "more than %d mounts", BOX_MOUNTS_MAX);
	m->list[m->n++] = (struct box_mount){ .source = source, .target = target, .exec = exec };
	return 0;
}

/* ---- what was asked for ------------------------------------------------------------------------------------------ */

static int check_target(const struct sandbox_mounts *m, const char *target, struct err *e)
{
	static const char *const own[] = { "/box", "/work", "/dev", "/.stage" };

	if (!is_plain(target))
		return err_set(e, -EINVAL,
			       "'%.200s' is no place in the box: an absolute path below /, without . and ..", target);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (is_in(target, own[i]))
			return err_set(e, -EINVAL, "'%.200s': %s is the box's own", target, own[i]);
	for (size_t i = 0; i < m->n; i++)
		if (is_in(target, m->list[i].target) || is_in(m->list[i].target, target))
			return err_set(e, -EINVAL, "'%.100s' and '%.100s': one lies in the other", m->list[i].target,
				       target);
	return 0;
}

/* "dir/", as shells complete it, is "dir". */
static char *without_slash(char *path)
{
	for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		path[n - 1] = 0;
	return path;
}

/* The fields of "SOURCE[:TARGET][:exec]" in place; an absent TARGET is NULL. */
static int split(char *text, char **target, bool *exec, struct err *e)
{
	char *parts[3] = { text, NULL, NULL };
	size_t n = 1;

	for (char *p = strchr(text, ':'); p; p = strchr(p + 1, ':')) {
		*p = 0;
		if (n == 3)
			return err_set(e, -EINVAL, "more than SOURCE:TARGET:exec");
		parts[n++] = p + 1;
	}
	*exec = n > 1 && !strcmp(parts[n - 1], "exec");
	n -= *exec;
	if (n == 3)
		return err_set(e, -EINVAL, "'%.60s' behind TARGET is not exec", parts[2]);
	*target = n > 1 ? parts[1] : NULL;
	return *text ? 0 : err_set(e, -EINVAL, "SOURCE is empty");
}

int sandbox_mounts_add(struct sandbox_mounts *m, const char *text, struct arena *a, struct err *e)
{
	char *source = arena_strdup(a, text), *target = NULL, real[PATH_MAX];
	struct stat st;
	bool exec = false;

	if (!source)
		return err_set(e, -ENOMEM, "out of memory");
	if (split(source, &target, &exec, e) < 0)
		return e->code;
	if (!realpath(source, real) || stat(real, &st) < 0)
		return err_errno(e, "%s", source);
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s: neither a directory nor a regular file", source);
	/* "/lib/x" stays so where /lib is a link: that is where it is looked for. */
	source = without_slash(source);
	target = arena_strdup(a, target ? without_slash(target) : is_plain(source) ? source : real);
	source = arena_strdup(a, real);
	if (!source || !target)
		return err_set(e, -ENOMEM, "out of memory");
	if (check_target(m, target, e) < 0)
		return e->code;
	return add(m, source, target, exec, e);
}

/* ---- the libraries of the system --------------------------------------------------------------------------------- */

int sandbox_mounts_add_libraries(struct sandbox_mounts *m, struct err *e)
{
	const size_t n_asked = m->n;

	for (size_t i = 0; i < N_LIBRARIES; i++) {
		bool covered = false;

		for (size_t j = 0; j < n_asked; j++) {
			if (is_in(LIBRARIES[i], m->list[j].target))
				covered = true;
			else if (is_in(m->list[j].target, LIBRARIES[i]))
				return err_set(e, -EINVAL,
					       "'%.200s' lies in %s, which the box sees already (--bare leaves it out)",
					       m->list[j].target, LIBRARIES[i]);
		}
		if (!covered && fs_is_dir(LIBRARIES[i]) && add(m, LIBRARIES[i], LIBRARIES[i], true, e) < 0)
			return e->code;
	}
	return 0;
}
