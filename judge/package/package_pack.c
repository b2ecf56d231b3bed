/*
 * package_pack: a package as an archive for other tools.
 *
 * The format wants one folder, named like the archive, at the root of it; DOMjudge looks for problem.yaml at the root
 * itself. Everything of the package that the format knows goes in, judge.yaml too, which other tools pass over, unless
 * the standard form is asked for (package_standard.c). Old archives are replaced in one step, so that what is being
 * uploaded is never half a package.
 */
#include "judge/package/transfer.h"

#include "judge/package/archive.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct packing {
	struct arena memory;
	struct package pk;
	char *aside; /* owned; a hidden folder beside the archive, or NULL */
};

static void packing_clear(struct packing *k)
{
	struct err ignored = ERR_INIT;

	if (k->aside && fs_remove_tree(AT_FDCWD, k->aside, &ignored) < 0)
		err_clear(&ignored);
	free(k->aside);
	package_close(&k->pk);
	arena_clear(&k->memory);
}

/* "x/two_sum.zip" -> "x", "two_sum.zip" -> "." */
static char *folder_of(const char *file)
{
	const char *base = fs_basename(file);

	if (base == file)
		return strdup(".");
	return base == file + 1 ? strdup("/") : strndup(file, (size_t)(base - file) - 1);
}

static int make_durable(const char *path, struct err *e)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? err_errno(e, "%s", path) : 0;
}

/* The package as it stands, or made anew beside the archive, where what was made must load. */
static int open_package(struct packing *k, const struct problem *p, const struct pack_standard *standard, struct err *e)
{
	cleanup_free char *dir = fs_join(k->aside, p->id);
	cleanup_problem struct problem *made = NULL;

	if (!standard)
		return package_open(p->dir, &k->memory, &k->pk, e);
	if (!dir)
		return err_set(e, -ENOMEM, "out of memory");
	if (fs_mkdirs(dir, 0777, e) < 0 || package_standard(p, dir, standard, e) < 0 || problem_load(dir, &made, e) < 0)
		return e->code;
	return package_open(dir, &k->memory, &k->pk, e);
}

int package_pack(const struct problem *p, enum pack_layout layout, const struct pack_standard *standard,
		 const char *file, bool (*stop)(void), size_t *n, struct err *e)
{
	cleanup(packing_clear) struct packing k = { .pk.fd = -1 };
	cleanup_free char *folder = folder_of(file), *made = NULL;
	const char *prefix = "";

	arena_init(&k.memory, PACKAGE_MEMORY_MAX);
	if (layout == PACK_FOLDER)
		prefix = arena_printf(&k.memory, "%s/", p->id);
	if (!folder || !prefix)
		return err_set(e, -ENOMEM, "%s: out of memory", file);
	if (!*fs_basename(file) || fs_is_dir(file))
		return err_set(e, -EISDIR, "%s: is a folder", file);
	if (fs_temp_dir(folder, ".pack-", &k.aside, e) < 0 || open_package(&k, p, standard, e) < 0)
		return e->code;
	made = fs_join(k.aside, "package.zip");
	if (!made)
		return err_set(e, -ENOMEM, "%s: out of memory", file);
	if (archive_write(&k.pk, prefix, made, stop, e) < 0 || make_durable(made, e) < 0)
		return e->code;
	if (rename(made, file) < 0)
		return err_errno(e, "%s", file);
	*n = k.pk.n_files;
	return 0;
}
