/*
 * fs: files for a program that handles other people's files.
 *
 * What it stops:
 *   - a file of unknown size that fills memory (every read has a ceiling), a FIFO or device that hangs the reader;
 *   - a half-written result after a crash or on a full disk (write aside, fsync, rename);
 *   - a path or a link that leads out of a directory which the candidate filled (openat2, RESOLVE_BENEATH);
 *   - removal that follows a link, enters a mount, or runs out of stack or descriptors in a tree made a hundred
 *     thousand directories deep for that purpose.
 *
 * What it does not do: fs_read, fs_write and their like follow links in the path, as open(2) does. Paths inside a box
 * go through fs_open_beneath.
 */
#include "sandbox/base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define READ_STEP_BYTES 16384
#define RACE_RETRIES    16 /* openat2 says EAGAIN when a rename elsewhere may have raced with ".." or a mount */
#define DEPTH_MAX       64 /* levels (so descriptors, and stack frames) that fs_remove_tree goes down at most */
#define ASIDE_NAME_MAX  32 /* ".judge-" and 16 hex digits */

/* glibc 2.36 has no wrapper for openat2. */
static int openat2_retry(int at, const char *path, struct open_how *how)
{
	long fd = -1;

	for (int i = 0; i < RACE_RETRIES; i++) {
		fd = syscall(SYS_openat2, at, path, how, sizeof(*how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	return (int)fd;
}

static int open_retry(int at, const char *path, int flags, mode_t mode)
{
	int fd;

	do
		fd = openat(at, path, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* A name that nobody can have guessed and taken before; "." first, so that listings pass over it. */
static int aside_name(char name[ASIDE_NAME_MAX])
{
	uint64_t r;

	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		return -EIO;
	snprintf(name, ASIDE_NAME_MAX, ".judge-%016" PRIx64, r);
	return 0;
}

/* -- reading --------------------------------------------------------------------------------------------------- */

/* -EMSGSIZE if the file goes on although the buf is full; the byte that proves it is lost, so b is marked as failed. */
static int expect_end(int fd, const char *shown, struct buf *b, struct err *e)
{
	char extra;
	ssize_t n;

	do
		n = read(fd, &extra, 1);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(e, "%s", shown);
	if (n == 0)
		return 0;
	(void)buf_putc(b, extra);
	return buf_error(b, shown, e);
}

/* `shown` is the name for error texts. */
static int read_rest(int fd, const char *shown, struct buf *b, struct err *e)
{
	size_t room;
	ssize_t n;

	for (;;) {
		if (buf_reserve(b, READ_STEP_BYTES, &room) < 0)
			return buf_error(b, shown, e);
		if (room == 0)
			return expect_end(fd, shown, b, e);
		n = read(fd, b->data + b->len, room);
		if (n == 0)
			return 0;
		if (n > 0)
			buf_advance(b, (size_t)n);
		else if (errno != EINTR)
			return err_errno(e, "%s", shown);
	}
}

int fs_read_fd(int fd, struct buf *b, struct err *e)
{
	return read_rest(fd, "read", b, e);
}

int fs_read(int dirfd, const char *path, struct buf *b, struct err *e)
{
	cleanup_fd int fd = open_retry(dirfd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	struct stat st;

	/* ENXIO is how the kernel refuses to open a socket; the caller is promised one code for all that is no file. */
	if (fd < 0 && errno == ENXIO)
		return err_set(e, -EINVAL, "%s: not a regular file", path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(e, "%s", path);
	if (S_ISDIR(st.st_mode))
		return err_set(e, -EISDIR, "%s: is a directory", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s: not a regular file", path);
	return read_rest(fd, path, b, e);
}

/* -- writing --------------------------------------------------------------------------------------------------- */

static int write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done == 0)
			errno = EIO;
		if (done <= 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

int fs_write_fd(int fd, const void *p, size_t n, struct err *e)
{
	return write_all(fd, p, n) < 0 ? err_errno(e, "write") : 0;
}

/* Makes a new file; nothing stays behind on failure. `shown` is the name for error texts. */
static int create(int at, const char *path, const char *shown, const void *p, size_t n, mode_t mode, bool durable,
		  struct err *e)
{
	cleanup_fd int fd = open_retry(at, path, O_WRONLY | O_CREAT | O_EXCL, mode);

	if (fd < 0)
		return err_errno(e, "create %s", shown);
	/* Some file systems report a full disk or quota only at close. */
	if (write_all(fd, p, n) < 0 || (durable && fsync(fd) < 0) || close(steal_fd(&fd)) < 0) {
		(void)err_errno(e, "write %s", shown);
		unlinkat(at, path, 0);
		return e->code;
	}
	return 0;
}

int fs_create(int dirfd, const char *path, const void *p, size_t n, mode_t mode, struct err *e)
{
	return create(dirfd, path, path, p, n, mode, false, e);
}

int fs_write(int dirfd, const char *path, const void *p, size_t n, mode_t mode, struct err *e)
{
	const size_t dir_bytes = (size_t)(fs_basename(path) - path);
	cleanup_free char *aside = malloc(dir_bytes + ASIDE_NAME_MAX);

	if (!aside)
		return err_set(e, -ENOMEM, "write %s: out of memory", path);
	memcpy(aside, path, dir_bytes);
	if (aside_name(aside + dir_bytes) < 0)
		return err_set(e, -EIO, "write %s: no random numbers", path);
	if (create(dirfd, aside, path, p, n, mode, true, e) < 0)
		return e->code;
	if (renameat(dirfd, aside, dirfd, path) < 0) {
		(void)err_errno(e, "replace %s", path);
		unlinkat(dirfd, aside, 0);
		return e->code;
	}
	return 0;
}

/*
 * A page that the kernel holds for a moment, to move it or to see whether it is in use, counts as one that somebody may
 * write to: the kernel waits for less than half a second, and says that the file is busy.
 */
int fs_seal(int fd, const char *name, struct err *e)
{
	const struct timespec moment = { .tv_nsec = 10000000 };

	for (int left = 200; fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0;
	     left--) {
		if (errno != EBUSY || left == 0)
			return err_errno(e, "memfd %s: seal", name);
		nanosleep(&moment, NULL);
	}
	return 0;
}

int fs_memfd(const char *name, const void *p, size_t n, int *out, struct err *e)
{
	cleanup_fd int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return err_errno(e, "memfd %s", name);
	if (write_all(fd, p, n) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return err_errno(e, "memfd %s: write", name);
	if (fs_seal(fd, name, e) < 0)
		return e->code;
	*out = steal_fd(&fd);
	return 0;
}

/* -- paths ----------------------------------------------------------------------------------------------------- */

int fs_open_beneath(int dirfd, const char *path, int flags, mode_t mode, struct err *e)
{
	struct open_how how = {
		.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
		/* openat2 refuses a mode where it would mean nothing. */
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	int fd = openat2_retry(dirfd, path, &how);

	return fd < 0 ? err_errno(e, "open %s", path) : fd;
}

bool fs_is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool fs_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *fs_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *fs_join(const char *a, const char *b)
{
	const size_t a_len = b[0] == '/' ? 0 : strlen(a);
	const size_t b_len = strlen(b);
	const size_t slash = a_len > 0 && a[a_len - 1] != '/';
	char *joined = malloc(a_len + slash + b_len + 1);

	if (!joined)
		return NULL;
	memcpy(joined, a, a_len);
	if (slash)
		joined[a_len] = '/';
	memcpy(joined + a_len + slash, b, b_len + 1);
	return joined;
}

/* "<$variable>/judge", or "<$HOME>/<instead>/judge" when the variable is no absolute path. */
static int xdg_home(const char *variable, const char *instead, char **out, struct err *e)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");
	cleanup_free char *under_home = NULL;
	char *path;

	if (!base || base[0] != '/') {
		if (!home || home[0] != '/')
			return err_set(e, -ENOENT, "neither $%s nor $HOME is an absolute path", variable);
		base = under_home = fs_join(home, instead);
	}
	path = base ? fs_join(base, "judge") : NULL;
	if (!path)
		return err_set(e, -ENOMEM, "$%s: out of memory", variable);
	*out = path;
	return 0;
}

int fs_data_home(char **out, struct err *e)
{
	return xdg_home("XDG_DATA_HOME", ".local/share", out, e);
}

int fs_cache_home(char **out, struct err *e)
{
	return xdg_home("XDG_CACHE_HOME", ".cache", out, e);
}

/* -- directories ----------------------------------------------------------------------------------------------- */

int fs_mkdirs(const char *path, mode_t mode, struct err *e)
{
	cleanup_free char *prefix = strdup(path);

	if (!prefix)
		return err_set(e, -ENOMEM, "make directory %s: out of memory", path);
	for (char *p = prefix; *p; p++) {
		if (p == prefix || *p != '/')
			continue;
		*p = 0;
		if (mkdir(prefix, mode) < 0 && errno != EEXIST)
			return err_errno(e, "make directory %s", prefix);
		*p = '/';
	}
	if (mkdir(path, mode) < 0 && errno != EEXIST)
		return err_errno(e, "make directory %s", path);
	if (!fs_is_dir(path))
		return err_set(e, -ENOTDIR, "make directory %s: something else has that name", path);
	return 0;
}

int fs_temp_dir(const char *base, const char *prefix, char **out, struct err *e)
{
	const char *tmpdir = getenv("TMPDIR");
	cleanup_free char *name = NULL;

	if (!base)
		base = tmpdir && tmpdir[0] == '/' ? tmpdir : "/tmp";
	if (asprintf(&name, "%s/%sXXXXXX", base, prefix) < 0) {
		name = NULL;
		return err_set(e, -ENOMEM, "make a directory in %s: out of memory", base);
	}
	if (!mkdtemp(name))
		return err_errno(e, "make a directory in %s", base);
	*out = steal_ptr(&name);
	return 0;
}

static DIR *open_dir(int at, const char *path)
{
	cleanup_fd int fd = open_retry(at, path, O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d)
		(void)steal_fd(&fd);
	return d;
}

/* The next entry that is not "." or ".."; NULL at the end (errno 0) or on an error. */
static const char *next_name(DIR *d)
{
	const struct dirent *entry;

	do {
		errno = 0;
		entry = readdir(d);
	} while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
	return entry ? entry->d_name : NULL;
}

static int by_strcmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One block: count pointers, a NULL, then the `packed` strings themselves. */
static char **unpack_names(const struct buf *packed, size_t count)
{
	const size_t table_bytes = (count + 1) * sizeof(char *);
	char **names = malloc(table_bytes + packed->len);
	char *text;

	if (!names)
		return NULL;
	text = (char *)names + table_bytes;
	memcpy(text, packed->data, packed->len);
	for (size_t i = 0; i < count; i++) {
		names[i] = text;
		text += strlen(text) + 1;
	}
	names[count] = NULL;
	qsort(names, count, sizeof(*names), by_strcmp);
	return names;
}

int fs_list(int dirfd, const char *path, size_t max_entries, char ***names, size_t *n, struct err *e)
{
	cleanup_dir DIR *d = open_dir(dirfd, path);
	cleanup_buf struct buf packed;
	size_t max_bytes, count = 0;
	const char *name;
	char **list;

	if (__builtin_mul_overflow(max_entries, NAME_MAX + 1, &max_bytes))
		max_bytes = SIZE_MAX;
	buf_init(&packed, max_bytes);
	if (!d)
		return err_errno(e, "list %s", path);
	while ((name = next_name(d))) {
		if (count == max_entries)
			return err_set(e, -EOVERFLOW, "list %s: more than %zu entries", path, max_entries);
		(void)buf_append(&packed, name, strlen(name) + 1);
		count++;
	}
	if (errno)
		return err_errno(e, "list %s", path);
	if (buf_error(&packed, "list", e) < 0)
		return err_wrap(e, "%s", path);
	list = unpack_names(&packed, count);
	if (!list)
		return err_set(e, -ENOMEM, "list %s: out of memory", path);
	*names = list;
	*n = count;
	return 0;
}

/* -- removing a tree ------------------------------------------------------------------------------------------- */

/*
 * Directories are removed depth first, each level holding one descriptor. A directory DEPTH_MAX levels down is not
 * entered but moved to the top of the tree, where a later pass finds it: no tree is too deep, and memory, stack and
 * descriptors stay bounded.
 */
struct removal {
	int top;       /* the root of the tree; borrowed */
	bool lifted;   /* something was moved there since this pass began */
	struct err *e; /* borrowed */
};

static int removal_failed(const struct removal *r, const char *name)
{
	return err_errno(r->e, "remove %s", name);
}

/*
 * Opens a directory for emptying. Through no link and into no other mount: a bind mount of the host's files that was
 * left behind in a box must not be emptied with it. Takes away missing permissions, which a candidate may have set to
 * leave rubbish.
 */
static DIR *open_doomed(int at, const char *name)
{
	struct open_how how = {
		.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV,
	};
	struct open_how look = { .flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = how.resolve };
	cleanup_fd int fd = openat2_retry(at, name, &how);
	struct stat st;
	DIR *d;

	if (fd < 0 && errno == EACCES) {
		cleanup_fd int handle = openat2_retry(at, name, &look);
		char link[64];

		/* fchmod refuses O_PATH descriptors, fchmodat follows links; this names exactly what was opened. */
		snprintf(link, sizeof(link), "/proc/self/fd/%d", handle);
		if (handle < 0 || chmod(link, 0700) < 0) {
			errno = EACCES;
			return NULL;
		}
		fd = openat2_retry(at, name, &how);
	}
	if (fd < 0)
		return NULL;
	/* Should this fail, the removal of the first entry says why. */
	if (fstat(fd, &st) == 0 && (st.st_mode & 0700) != 0700)
		(void)!fchmod(fd, 0700);
	d = fdopendir(fd);
	if (d)
		(void)steal_fd(&fd);
	return d;
}

static int lift(struct removal *r, int at, const char *name)
{
	char fresh[ASIDE_NAME_MAX];

	if (aside_name(fresh) < 0)
		return err_set(r->e, -EIO, "remove %s: no random numbers", name);
	if (renameat(at, name, r->top, fresh) < 0)
		return removal_failed(r, name);
	r->lifted = true;
	return 0;
}

static int remove_entry(struct removal *r, int at, const char *name, unsigned depth);

static int remove_entries(struct removal *r, DIR *d, unsigned depth)
{
	const char *name;

	rewinddir(d);
	while ((name = next_name(d)))
		if (remove_entry(r, dirfd(d), name, depth) < 0)
			return r->e->code;
	return errno ? err_errno(r->e, "read a directory") : 0;
}

static int remove_entry(struct removal *r, int at, const char *name, unsigned depth)
{
	cleanup_dir DIR *d = NULL;

	if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR)
		return removal_failed(r, name);
	if (unlinkat(at, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
		return 0;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return removal_failed(r, name);
	d = open_doomed(at, name);
	if (!d)
		return removal_failed(r, name);
	if (depth == DEPTH_MAX)
		return lift(r, at, name);
	do {
		if (depth == 0) {
			r->top = dirfd(d);
			r->lifted = false;
		}
		if (remove_entries(r, d, depth + 1) < 0)
			return r->e->code;
	} while (depth == 0 && r->lifted);
	if (unlinkat(at, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return removal_failed(r, name);
	return 0;
}

int fs_remove_tree(int dirfd, const char *name, struct err *e)
{
	const char *last = fs_basename(name);
	struct removal r = { .top = -1, .e = e };
	cleanup_free char *parent = NULL;
	cleanup_fd int fd = -1;

	/* ".." would be removed from inside, and what "" or a final "/" means differs between callers. */
	if (last[0] == 0 || strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
		return err_set(e, -EINVAL, "remove '%s': not the name of an entry", name);
	parent = last == name ? strdup(".") : strndup(name, (size_t)(last - name));
	if (!parent)
		return err_set(e, -ENOMEM, "remove %s: out of memory", name);
	fd = open_retry(dirfd, parent, O_PATH | O_DIRECTORY, 0);
	if (fd < 0)
		return errno == ENOENT ? 0 : err_errno(e, "remove %s", name);
	return remove_entry(&r, fd, last, 0) < 0 ? err_wrap(e, "%s", name) : 0;
}
