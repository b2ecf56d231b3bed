/*
 * package_import: a package of somebody else becomes one of ours, whole or not at all.
 *
 * Archive or folder, its files are copied one by one into a hidden folder beside the place where it is to stand, which
 * is on the same file system. There it is loaded as a problem, so that what cannot be judged is never installed; then
 * it is flushed and renamed, which is one step, and fails where that id is taken. Whatever goes wrong before, a signal
 * too where the caller asks `stop` for it, the hidden folder is removed.
 *
 * What it does not do: run anything of the package; that is `judge verify`.
 */
#include "judge/package/transfer.h"

#include "judge/package/archive.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define PIECE_BYTES 65536u

struct import {
	const struct transfer_options *options;
	struct arena memory;
	struct archive archive; /* opened where it is one, else zip is NULL … */
	struct package folder;  /* … and this is */
	const char *prefix;     /* of the archive's one folder, with its "/", or "" */
	const char *name;       /* of the folder or archive, from which the id is made */
	const char *to;
	char *aside; /* owned; the hidden folder, or NULL */
	int dir;     /* owned; of the package within it */
	struct transferred done;
	struct err *e;
};

static void import_clear(struct import *m)
{
	struct err ignored = ERR_INIT;

	fd_close(&m->dir);
	if (m->aside && fs_remove_tree(AT_FDCWD, m->aside, &ignored) < 0)
		err_clear(&ignored);
	free(m->aside);
	archive_close(&m->archive);
	package_close(&m->folder);
	arena_clear(&m->memory);
}

static int no_memory(struct import *m)
{
	return err_set(m->e, -ENOMEM, "import: out of memory");
}

static int check_stop(struct import *m)
{
	if (!m->options->stop || !m->options->stop())
		return 0;
	return err_set(m->e, -EINTR, "interrupted; nothing was installed");
}

/* ---- where it comes from ----------------------------------------------------------------------------------------- */

static bool has_entry(const struct archive *a, const char *prefix, const char *rest)
{
	const size_t n = strlen(prefix);

	for (size_t i = 0; i < a->n; i++)
		if (!strncmp(a->entries[i].path, prefix, n) && !strcmp(a->entries[i].path + n, rest))
			return true;
	return false;
}

/* The package is at the root, or is the one folder that all entries are in. */
static int find_root(struct import *m)
{
	const struct archive *a = &m->archive;
	const char *slash = a->n > 0 ? strchr(a->entries[0].path, '/') : NULL;

	m->prefix = "";
	if (has_entry(a, "", "problem.yaml"))
		return 0;
	if (slash) {
		m->prefix = arena_strndup(&m->memory, a->entries[0].path, (size_t)(slash - a->entries[0].path) + 1);
		if (!m->prefix)
			return no_memory(m);
	}
	for (size_t i = 0; i < a->n; i++)
		if (strncmp(a->entries[i].path, m->prefix, strlen(m->prefix)) != 0)
			slash = NULL;
	if (!slash || !has_entry(a, m->prefix, "problem.yaml"))
		return err_set(m->e, -EINVAL, "%s: has no problem.yaml, neither at its root nor in one folder there",
			       a->name);
	m->name = arena_strndup(&m->memory, m->prefix, strlen(m->prefix) - 1);
	return m->name ? 0 : no_memory(m);
}

static int open_archive(struct import *m, int fd, const char *from)
{
	const char *base = fs_basename(from), *dot = strrchr(base, '.');

	if (archive_open(fd, base, &m->memory, &m->archive, m->e) < 0)
		return m->e->code;
	m->name = arena_strndup(&m->memory, base, dot ? (size_t)(dot - base) : strlen(base));
	if (!m->name)
		return no_memory(m);
	m->done.left_out = m->archive.left_out.n;
	if (m->done.left_out)
		snprintf(m->done.first_left_out, sizeof(m->done.first_left_out), "%s", m->archive.left_out.first);
	return find_root(m);
}

static int open_source(struct import *m, const char *from)
{
	cleanup_fd int fd = open(from, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return err_errno(m->e, "%s", from);
	if (fstat(fd, &st) < 0)
		return err_errno(m->e, "%s", from);
	if (!S_ISDIR(st.st_mode))
		return open_archive(m, fd, from);
	if (package_open(from, &m->memory, &m->folder, m->e) < 0)
		return err_wrap(m->e, "%s", from);
	m->name = fs_basename(m->folder.dir);
	return package_find(&m->folder, "problem.yaml") ? 0 : err_set(m->e, -EINVAL, "%s: has no problem.yaml", from);
}

/* "Max-Window Sum" -> "max_window_sum" */
static int make_id(struct import *m)
{
	char *id = m->done.id;
	size_t n = 0;

	if (m->options->id) {
		if (!package_is_id(m->options->id))
			return err_set(m->e, -EINVAL, "\"%.80s\" is no id: a-z, 0-9 and _ only, at most %d of them",
				       m->options->id, PROBLEM_ID_MAX - 1);
		snprintf(id, PROBLEM_ID_MAX, "%s", m->options->id);
		return 0;
	}
	for (const char *p = m->name; *p && n < PROBLEM_ID_MAX; p++)
		id[n++] = (char)(isalnum((unsigned char)*p) && (unsigned char)*p < 128 ? tolower((unsigned char)*p)
										       : '_');
	id[n < PROBLEM_ID_MAX ? n : PROBLEM_ID_MAX - 1] = 0;
	return package_is_id(id) && n < PROBLEM_ID_MAX
		       ? 0
		       : err_set(m->e, -EINVAL, "no id can be made of its name; --id ID gives one");
}

/* ---- where it goes ----------------------------------------------------------------------------------------------- */

/* <to>/.import-XXXXXX/<id> */
static int make_aside(struct import *m)
{
	cleanup_free char *inner = NULL;

	if (fs_temp_dir(m->to, ".import-", &m->aside, m->e) < 0)
		return m->e->code;
	inner = fs_join(m->aside, m->done.id);
	if (!inner)
		return no_memory(m);
	if (mkdir(inner, 0777) < 0)
		return err_errno(m->e, "%s", inner);
	m->dir = open(inner, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return m->dir < 0 ? err_errno(m->e, "%s", inner) : 0;
}

/* Every name on the way is one that the format allows, and nobody else writes here. */
static int make_folders(struct import *m, const char *path)
{
	char folder[PACKAGE_DEPTH_MAX * 256 + 512];

	for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
		if (snprintf(folder, sizeof(folder), "%.*s", (int)(p - path), path) >= (int)sizeof(folder))
			return err_set(m->e, -EINVAL, "%.80s…: its name is too long", path);
		if (mkdirat(m->dir, folder, 0777) < 0 && errno != EEXIST)
			return err_errno(m->e, "%s", folder);
	}
	return 0;
}

static int write_piece(void *arg, const void *p, size_t n, struct err *e)
{
	return fs_write_fd(*(const int *)arg, p, n, e);
}

/* Not more than was there when the package was looked through: it may be growing. */
static int copy_file(struct import *m, const struct package_file *file, int fd)
{
	cleanup_fd int in = package_open_file(m->folder.fd, file->path, m->e);
	cleanup_free char *piece = malloc(PIECE_BYTES);
	uint64_t left = file->bytes;
	ssize_t n = 1;

	if (in < 0)
		return in;
	if (!piece)
		return no_memory(m);
	while (left > 0 && n != 0) {
		n = read(in, piece, left < PIECE_BYTES ? (size_t)left : PIECE_BYTES);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(m->e, "%s", file->path);
		if (fs_write_fd(fd, piece, (size_t)n, m->e) < 0)
			return err_wrap(m->e, "%s", file->path);
		left -= (uint64_t)n;
	}
	return 0;
}

static int copy_edited(struct import *m, const struct package_file *file, int fd)
{
	cleanup_buf struct buf edited;
	const char *text;
	size_t len;

	buf_init(&edited, 2 * PACKAGE_TEXT_MAX);
	if (package_read(&m->folder, file->path, PACKAGE_TEXT_MAX, &text, &len, m->e) < 0)
		return m->e->code;
	m->options->edit(text, len, &edited, m->options->arg);
	if (buf_error(&edited, file->path, m->e) < 0)
		return m->e->code;
	return fs_write_fd(fd, edited.data, edited.len, m->e);
}

static int create(struct import *m, const char *path, bool executable)
{
	cleanup_buf struct buf edited;

	buf_init(&edited, PATH_MAX);
	if (m->options->edit) {
		m->options->edit(path, strlen(path), &edited, m->options->arg);
		path = edited.data;
	}
	if (buf_error(&edited, path, m->e) < 0 || check_stop(m) < 0 || make_folders(m, path) < 0)
		return m->e->code;
	return fs_open_beneath(m->dir, path, O_WRONLY | O_CREAT | O_EXCL, executable ? 0777 : 0666, m->e);
}

static int write_from_archive(struct import *m)
{
	const size_t skip = strlen(m->prefix);

	for (size_t i = 0; i < m->archive.n; i++) {
		const struct archive_entry *entry = &m->archive.entries[i];
		cleanup_fd int fd = create(m, entry->path + skip, entry->executable);

		if (fd < 0 || archive_read(&m->archive, i, write_piece, &fd, m->e) < 0)
			return m->e->code;
	}
	m->done.files = m->archive.n;
	return 0;
}

static int write_from_folder(struct import *m)
{
	for (size_t i = 0; i < m->folder.n_files; i++) {
		const struct package_file *file = &m->folder.files[i];
		struct stat st = { 0 };
		cleanup_fd int fd = -1;

		if (fstatat(m->folder.fd, file->path, &st, 0) < 0)
			return err_errno(m->e, "%s", file->path);
		fd = create(m, file->path, st.st_mode & S_IXUSR);
		if (fd < 0 || (m->options->edit ? copy_edited(m, file, fd) : copy_file(m, file, fd)) < 0)
			return m->e->code;
	}
	m->done.files = m->folder.n_files;
	return 0;
}

/* It must load as what it will be. */
static int try_to_load(struct import *m)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_free char *inner = fs_join(m->aside, m->done.id);

	if (!inner)
		return no_memory(m);
	return problem_load(inner, &p, m->e);
}

static int install(struct import *m)
{
	cleanup_free char *inner = fs_join(m->aside, m->done.id), *final = fs_join(m->to, m->done.id);
	cleanup_fd int to = open(m->to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (!inner || !final)
		return no_memory(m);
	if (check_stop(m) < 0)
		return m->e->code;
	if (syncfs(m->dir) < 0)
		return err_errno(m->e, "%s", m->to);
	if (renameat2(AT_FDCWD, inner, AT_FDCWD, final, RENAME_NOREPLACE) < 0)
		return errno == EEXIST ? err_set(m->e, -EEXIST, "%s is there already and is left as it is", final)
				       : err_errno(m->e, "%s", final);
	/* The package is whole without it; after a loss of power it may not be there. */
	if (to >= 0)
		(void)fsync(to);
	return 0;
}

/* Before gigabytes are copied. install() says it for certain. */
static int check_free(struct import *m)
{
	cleanup_free char *final = fs_join(m->to, m->done.id);
	struct stat st;

	if (!final)
		return no_memory(m);
	if (!fs_is_dir(m->to))
		return err_set(m->e, -ENOTDIR, "%s: is no folder", m->to);
	return lstat(final, &st) == 0 ? err_set(m->e, -EEXIST, "%s is there already and is left as it is", final) : 0;
}

int package_import(const char *from, const char *to, const struct transfer_options *o, struct transferred *out,
		   struct err *e)
{
	cleanup(import_clear) struct import m = { .options = o, .folder.fd = -1, .dir = -1, .to = to, .e = e };

	arena_init(&m.memory, PACKAGE_MEMORY_MAX);
	if (open_source(&m, from) < 0 || make_id(&m) < 0 || check_free(&m) < 0 || make_aside(&m) < 0)
		return e->code;
	if ((m.archive.zip ? write_from_archive(&m) : write_from_folder(&m)) < 0)
		return e->code;
	if (try_to_load(&m) < 0 || install(&m) < 0)
		return e->code;
	*out = m.done;
	return 0;
}
