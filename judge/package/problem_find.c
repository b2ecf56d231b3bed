/*
 * problem_find: where packages are, and which.
 *
 * The judge runs from a build tree and from an installed place, and both may be moved: the folder is looked for
 * beside the running program, not at a path fixed when it was compiled. An id comes from a command line or a file's
 * name and is only ever compared with names that are there; a path made of it ("../x") is never opened.
 */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define PROBLEMS_MAX 10000u
#define LEVELS_UP    5  /* from build/<mode>/tests/unit/ to the root of a source tree */
#define QUOTE_MAX    60 /* bytes of an unknown id that an error repeats */

/* ---- the folder ------------------------------------------------------------------------------------------------- */

/* 1 and "<base>/<rest>" in *out if that is a directory, 0 if not. */
static int try_folder(const char *base, const char *rest, char **out, struct err *e)
{
	cleanup_free char *path = fs_join(base, rest);

	if (!path)
		return err_set(e, -ENOMEM, "problems: out of memory");
	if (!fs_is_dir(path))
		return 0;
	*out = steal_ptr(&path);
	return 1;
}

/* Takes the last component off; false when there is none to take. */
static bool go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return false;
	*slash = 0;
	return true;
}

/* Goes from the program up to the root of the source tree that it was built in; false when it lies in none. */
static bool go_to_tree(char *path)
{
	for (int i = 0; i < LEVELS_UP && go_up(path); i++) {
		cleanup_free char *header = fs_join(path, "judge/package/problem.h");

		if (header && fs_is_file(header))
			return true;
	}
	return false;
}

int problems_beside(const char *program, char **out, struct err *e)
{
	cleanup_free char *tree = strdup(program);
	cleanup_free char *prefix = strdup(program);
	bool has_tree;
	int r;

	if (!tree || !prefix)
		return err_set(e, -ENOMEM, "problems: out of memory");
	has_tree = go_to_tree(tree);
	r = has_tree ? try_folder(tree, "problems", out, e) : 0;
	/* PREFIX/bin/judge */
	if (r == 0 && go_up(prefix) && go_up(prefix))
		r = try_folder(prefix, "share/judge/problems", out, e);
	if (r != 0)
		return r < 0 ? r : 0;
	return err_set(e, -ENOENT, "no problems: there is no %s%s%s/share/judge/problems; set JUDGE_PROBLEMS",
		       has_tree ? tree : "", has_tree ? "/problems and no " : "", prefix);
}

/* The path of the running program. */
static int own_path(char path[PATH_MAX], struct err *e)
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (n < 0)
		return err_errno(e, "problems: /proc/self/exe");
	path[n] = 0;
	return 0;
}

int problems_own(char **out, struct err *e)
{
	char program[PATH_MAX];

	return own_path(program, e) < 0 ? e->code : problems_beside(program, out, e);
}

int problems_dir(char **out, struct err *e)
{
	const char *named = getenv("JUDGE_PROBLEMS");
	char *dir;

	if (!named || !*named)
		return problems_own(out, e);
	/* Never another folder than the one that was asked for. */
	if (!fs_is_dir(named))
		return err_set(e, -ENOENT, "JUDGE_PROBLEMS is '%s', and that is no directory", named);
	dir = strdup(named);
	if (!dir)
		return err_set(e, -ENOMEM, "problems: out of memory");
	*out = dir;
	return 0;
}

/* ---- what is in it ---------------------------------------------------------------------------------------------- */

/* A folder with a problem.yaml; what else lies about is no problem and no fault. */
static bool is_package(const char *dir, const char *name)
{
	cleanup_free char *path = NULL;

	if (!package_is_id(name) || asprintf(&path, "%s/%s/problem.yaml", dir, name) < 0) {
		path = NULL;
		return false;
	}
	return fs_is_file(path);
}

int problems_list(const char *dir, char ***ids, size_t *n, struct err *e)
{
	size_t n_names, kept = 0;
	char **names;

	if (fs_list(AT_FDCWD, dir, PROBLEMS_MAX, &names, &n_names, e) < 0)
		return err_wrap(e, "problems");
	for (size_t i = 0; i < n_names; i++)
		if (is_package(dir, names[i]))
			names[kept++] = names[i];
	names[kept] = NULL;
	*ids = names;
	*n = kept;
	return 0;
}

/* What may have been meant: as it is typed, or without capitals and the ending of a file. */
static const char *guess(const char *id, char *const *ids, size_t n)
{
	const char *nearest = text_nearest(id, (const char *const *)ids, n);
	char plain[PROBLEM_ID_MAX];
	size_t len = strlen(id);

	if (len > 2 && strcmp(id + len - 2, ".c") == 0)
		len -= 2;
	if (nearest || len >= sizeof(plain))
		return nearest;
	for (size_t i = 0; i < len; i++)
		plain[i] = id[i] >= 'A' && id[i] <= 'Z' ? (char)(id[i] - 'A' + 'a') : id[i];
	plain[len] = 0;
	return text_nearest(plain, (const char *const *)ids, n);
}

static int unknown(const char *id, char *const *ids, size_t n, const char *dir, struct err *e)
{
	const char *nearest = guess(id, ids, n);

	if (nearest)
		return err_set(e, -ENOENT, "there is no problem '%.*s'; did you mean '%s'?", QUOTE_MAX, id, nearest);
	if (n == 0)
		return err_set(e, -ENOENT, "there is no problem '%.*s', nor any other in %s", QUOTE_MAX, id, dir);
	return err_set(e, -ENOENT, "there is no problem '%.*s'; `judge list` shows those that there are", QUOTE_MAX,
		       id);
}

int problem_open(const char *id, struct problem **out, struct err *e)
{
	cleanup_free char *dir = NULL;
	cleanup_free char *path = NULL;
	cleanup_free char **ids = NULL;
	size_t n = 0;

	if (problems_dir(&dir, e) < 0)
		return e->code;
	path = package_is_id(id) ? fs_join(dir, id) : NULL;
	/* A folder without problem.yaml is not on the list, but it was asked for by name: what it lacks is said. */
	if (path && fs_is_dir(path))
		return problem_load(path, out, e);
	return problems_list(dir, &ids, &n, e) < 0 ? e->code : unknown(id, ids, n, dir, e);
}
