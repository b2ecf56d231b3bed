/*
 * package_files: a package as a list of files.
 *
 * Packages come from other people, as archives and as checkouts. This file stops: links that lead out of the package
 * (each is opened by openat2 with RESOLVE_BENEATH before it gets into the list, and again when it is read), devices
 * and FIFOs that would hang the reader, trees that are too deep, too many or too large, and text that is not UTF-8.
 * Directories are never entered through a link, so the walk ends.
 *
 * What it does not do: guard against someone who changes the package while it is read. Then a load fails or a hash
 * differs, and still nothing outside is opened.
 */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define NAME_BYTES_MAX 255u
#define OPEN_RETRIES   16 /* openat2 says EAGAIN when a rename elsewhere may have raced with ".." */

bool package_is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
	const size_t len = strspn(name, allowed);

	return len > 0 && len <= NAME_BYTES_MAX && name[len] == 0 && name[0] != '.' && name[0] != '-';
}

bool package_is_id(const char *s)
{
	const size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len > 0 && len < PROBLEM_ID_MAX && s[len] == 0;
}

bool package_ends(const char *s, const char *ending)
{
	const size_t len = strlen(s), ending_len = strlen(ending);

	return len > ending_len && strcmp(s + len - ending_len, ending) == 0;
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

struct walk {
	int fd; /* of the package; borrowed */
	struct arena *memory;
	struct buf files; /* struct package_file, one behind the other */
	uint64_t bytes;
	struct err *e;
};

static void walk_clear(struct walk *w)
{
	buf_clear(&w->files);
}

int package_open_file(int dirfd, const char *path, struct err *e)
{
	struct open_how how = {
		.flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	for (int i = 0; i < OPEN_RETRIES; i++) {
		fd = syscall(SYS_openat2, dirfd, path, &how, sizeof(how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	if (fd < 0 && errno == EXDEV)
		return err_set(e, -EXDEV, "%s: leads out of the package", path);
	return fd < 0 ? err_errno(e, "%s", path) : (int)fd;
}

/* `path`: the first one too many, or the folder that alone has as many. */
static int too_many(struct walk *w, const char *path)
{
	return err_set(w->e, -EINVAL, "%s: the package has more than %u files", *path ? path : ".", PACKAGE_FILES_MAX);
}

static int add_file(struct walk *w, const char *path, const struct stat *st)
{
	struct package_file file = { .path = path, .bytes = (uint64_t)st->st_size };

	w->bytes += file.bytes;
	if (w->bytes > PACKAGE_BYTES_MAX)
		return err_set(w->e, -EINVAL, "the package is larger than 1 GiB");
	if (buf_append(&w->files, &file, sizeof(file)) == -EMSGSIZE)
		return too_many(w, path);
	return buf_error(&w->files, path, w->e);
}

/* A link is as good as a file of the package when it leads to one. */
static int add_link(struct walk *w, const char *path)
{
	cleanup_fd int fd = package_open_file(w->fd, path, w->e);
	struct stat st;

	if (fd < 0)
		return err_set(w->e, -EINVAL, "%s: is a link that leads %s", path,
			       fd == -EXDEV ? "out of the package" : "nowhere");
	if (fstat(fd, &st) < 0)
		return err_errno(w->e, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(w->e, -EINVAL, "%s: is a link to something that is no file", path);
	return add_file(w, path, &st);
}

static int walk_folder(struct walk *w, const char *folder, unsigned depth);

/* `folder` is "", or ends in "/". */
static int walk_entry(struct walk *w, int at, const char *folder, const char *name, unsigned depth)
{
	const char *path = arena_printf(w->memory, "%s%s", folder, name);
	const char *below = path ? arena_printf(w->memory, "%s/", path) : NULL;
	struct stat st;

	if (!path || !below)
		return err_set(w->e, -ENOMEM, "%s: out of memory", name);
	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return err_errno(w->e, "%s", path);
	if (S_ISDIR(st.st_mode))
		return walk_folder(w, below, depth + 1);
	if (S_ISLNK(st.st_mode))
		return add_link(w, path);
	if (!S_ISREG(st.st_mode))
		return err_set(w->e, -EINVAL, "%s: is no regular file", path);
	return add_file(w, path, &st);
}

static int walk_folder(struct walk *w, const char *folder, unsigned depth)
{
	cleanup_fd int fd = -1;
	cleanup_free char **names = NULL;
	size_t n = 0;
	int r;

	if (depth > PACKAGE_DEPTH_MAX)
		return err_set(w->e, -EINVAL, "%s: more than %u folders below each other", folder, PACKAGE_DEPTH_MAX);
	fd = fs_open_beneath(w->fd, *folder ? folder : ".", O_RDONLY | O_DIRECTORY, 0, w->e);
	if (fd < 0)
		return fd;
	r = fs_list(fd, ".", PACKAGE_FILES_MAX, &names, &n, w->e);
	if (r < 0)
		return r == -EOVERFLOW ? too_many(w, folder) : err_wrap(w->e, "%s", folder);
	for (size_t i = 0; i < n; i++)
		if (package_is_name(names[i]) && walk_entry(w, fd, folder, names[i], depth) < 0)
			return w->e->code;
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct package_file *)a)->path, ((const struct package_file *)b)->path);
}

int package_open(const char *dir, struct arena *memory, struct package *out, struct err *e)
{
	cleanup_fd int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_free char *absolute = fd < 0 ? NULL : realpath(dir, NULL);
	cleanup(walk_clear) struct walk w = { .fd = fd, .memory = memory, .e = e };
	struct package pk = { .memory = memory };
	struct package_file *files;

	buf_init(&w.files, PACKAGE_FILES_MAX * sizeof(struct package_file));
	if (!absolute)
		return err_errno(e, "cannot be opened");
	if (walk_folder(&w, "", 0) < 0)
		return e->code;
	pk.n_files = w.files.len / sizeof(*files);
	pk.dir = arena_strdup(memory, absolute);
	pk.files = files = arena_alloc(memory, w.files.len);
	if (!pk.dir || !files)
		return err_set(e, -ENOMEM, "%s: out of memory", dir);
	memcpy(files, w.files.data, w.files.len);
	qsort(files, pk.n_files, sizeof(*files), by_path);
	pk.fd = steal_fd(&fd);
	*out = pk;
	return 0;
}

void package_close(struct package *pk)
{
	fd_close(&pk->fd);
}

/* ---- look-ups --------------------------------------------------------------------------------------------------- */

/* The first file whose path is not before `path`. */
static size_t lower_bound(const struct package *pk, const char *path)
{
	size_t low = 0, high = pk->n_files;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (strcmp(pk->files[mid].path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct package_file *package_find(const struct package *pk, const char *path)
{
	const size_t i = lower_bound(pk, path);

	return i < pk->n_files && strcmp(pk->files[i].path, path) == 0 ? &pk->files[i] : NULL;
}

const struct package_file *package_below(const struct package *pk, const char *folder, size_t *n)
{
	const size_t first = lower_bound(pk, folder), len = strlen(folder);
	size_t end = first;

	while (end < pk->n_files && strncmp(pk->files[end].path, folder, len) == 0)
		end++;
	*n = end - first;
	return pk->files + first;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static uint32_t line_at(const struct buf *b, size_t offset)
{
	uint32_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += b->data[i] == '\n';
	return line;
}

static int check_text(const char *path, const struct buf *b, struct err *e)
{
	const size_t nul_at = strlen(b->data);
	size_t bad_at = 0;

	if (b->len >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0)
		return err_set(e, -EINVAL, "%s: begins with a byte-order mark", path);
	if (nul_at < b->len)
		return err_set(e, -EINVAL, "%s:%u: has a NUL byte", path, line_at(b, nul_at));
	if (!text_utf8_valid(b->data, b->len, &bad_at))
		return err_set(e, -EINVAL, "%s:%u: is not valid UTF-8", path, line_at(b, bad_at));
	return 0;
}

int package_read(const struct package *pk, const char *path, size_t max_bytes, const char **text, size_t *len,
		 struct err *e)
{
	cleanup_fd int fd = package_open_file(pk->fd, path, e);
	cleanup_buf struct buf b;
	const char *copy;
	int r;

	buf_init(&b, max_bytes);
	if (fd < 0)
		return fd;
	r = fs_read_fd(fd, &b, e);
	if (r == -EMSGSIZE)
		return err_set(e, -EINVAL, "%s: is larger than %zu bytes", path, max_bytes);
	if (r < 0)
		return err_wrap(e, "%s", path);
	if (check_text(path, &b, e) < 0)
		return e->code;
	copy = arena_strndup(pk->memory, b.data, b.len);
	if (!copy)
		return err_set(e, -ENOMEM, "%s: out of memory", path);
	*text = copy;
	*len = b.len;
	return 0;
}

int package_yaml(const struct package *pk, const char *path, const struct yaml **out, struct err *e)
{
	const char *text;
	size_t len;

	if (package_read(pk, path, PACKAGE_TEXT_MAX, &text, &len, e) < 0)
		return e->code;
	return yaml_parse(path, text, len, pk->memory, out, e);
}

static bool is_wanted(const char *name, const char *const endings[])
{
	if (strchr(name, '/'))
		return false;
	for (size_t i = 0; endings[i]; i++)
		if (package_ends(name, endings[i]))
			return true;
	return false;
}

int package_sources(const struct package *pk, const char *folder, const char *const endings[],
		    const struct source **out, size_t *n, struct err *e)
{
	const size_t folder_len = strlen(folder);
	size_t n_below, count = 0;
	const struct package_file *files = package_below(pk, folder, &n_below);
	struct source *sources;

	for (size_t i = 0; i < n_below; i++)
		count += is_wanted(files[i].path + folder_len, endings);
	if (count > SOURCE_FILES_MAX)
		return err_set(e, -EINVAL, "%s: more than %u source files", folder, SOURCE_FILES_MAX);
	sources = arena_array(pk->memory, count, sizeof(*sources));
	if (!sources)
		return err_set(e, -ENOMEM, "%s: out of memory", folder);
	count = 0;
	for (size_t i = 0; i < n_below; i++) {
		struct source *s = &sources[count];

		if (!is_wanted(files[i].path + folder_len, endings))
			continue;
		s->name = files[i].path + folder_len;
		if (package_read(pk, files[i].path, SOURCE_BYTES_MAX, &s->text, &s->len, e) < 0)
			return e->code;
		count++;
	}
	*out = count > 0 ? sources : NULL;
	*n = count;
	return 0;
}

/* ---- the hash --------------------------------------------------------------------------------------------------- */

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* What people read, arguments and references that nothing is built from change no result of a submission. */
static bool is_hashed(const char *path, const char *model)
{
	const char *rest = path + strlen("submissions/");

	if (begins(path, "statement/") || begins(path, "solution/") || !strcmp(path, "mutants.yaml"))
		return false;
	if (!begins(path, "submissions/"))
		return true;
	if (!model || !begins(rest, model))
		return false;
	rest += strlen(model);
	return *rest == 0 || *rest == '/';
}

int package_hash(const struct package *pk, const char *model, char hex[HASH_HEX_MAX], struct err *e)
{
	struct hash h;

	if (hash_init(&h, e) < 0)
		return e->code;
	for (size_t i = 0; i < pk->n_files; i++) {
		cleanup_fd int fd = -1;

		if (!is_hashed(pk->files[i].path, model))
			continue;
		fd = package_open_file(pk->fd, pk->files[i].path, e);
		if (fd < 0)
			return e->code;
		hash_adds(&h, pk->files[i].path);
		if (hash_add_fd(&h, fd, e) < 0)
			return err_wrap(e, "%s", pk->files[i].path);
	}
	hash_final(&h, hex);
	return 0;
}
