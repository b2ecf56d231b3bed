/*
 * A folder as one file: what a package's program is between its `build` and its runs, in the cache and in memory.
 *
 * The archive comes from a tar that ran in a box, over files that a stranger's script left there, so it is read as a
 * stranger's: every number is octal digits and within what there is, every block's sum is right, a name has only parts
 * that can be put into a box, and a link, a device or a socket is refused, not followed. Modes, owners and times are
 * not looked at: all files are put into boxes in the same way, without set-user-id bits.
 */
#include "runners/folder.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define BLOCK 512u

/* A file's header, as POSIX has it (pax, "ustar Interchange Format"). */
struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100];
	char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], unused[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a header is a block");

enum { TYPE_FILE = '0', TYPE_OLD_FILE = '\0', TYPE_FOLDER = '5' };

bool folder_is_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

	for (unsigned depth = 0; depth < FOLDER_DEPTH_MAX; depth++) {
		const size_t len = strspn(name, letters);

		if (!len || len > 63 || *name == '.' || *name == '-')
			return false;
		if (!name[len])
			return true;
		if (name[len] != '/')
			return false;
		name += len + 1;
	}
	return false;
}

/* With its own field as blanks. */
static unsigned sum_of(const struct header *h)
{
	const unsigned char *p = (const unsigned char *)h;
	unsigned sum = 0;

	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= offsetof(struct header, sum) && i < offsetof(struct header, type) ? ' ' : p[i];
	return sum;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* Into name and prefix, which share the path at one of its slashes. */
static int write_name(struct header *h, const char *name, struct err *e)
{
	const size_t len = strlen(name);
	const char *at = name;

	while (at && len - (size_t)(at - name) > sizeof(h->name)) {
		at = strchr(at, '/');
		at = at ? at + 1 : NULL;
	}
	if (!at || (size_t)(at - name) > sizeof(h->prefix))
		return err_set(e, -EINVAL, "'%.200s' is too long a name", name);
	memcpy(h->name, at, len - (size_t)(at - name));
	if (at > name)
		memcpy(h->prefix, name, (size_t)(at - name) - 1);
	return 0;
}

static int write_file(const struct source *file, struct buf *out, struct err *e)
{
	static const char zeros[BLOCK];
	struct header h = {
		.mode = "0000755",
		.uid = "0000000",
		.gid = "0000000",
		.mtime = "00000000000",
		.type = TYPE_FILE,
		.magic = "ustar",
		.version = { '0', '0' },
	};

	if (file->len > FOLDER_BYTES_MAX)
		return err_set(e, -EMSGSIZE, "'%.200s' is too large", file->name);
	if (write_name(&h, file->name, e) < 0)
		return e->code;
	snprintf(h.size, sizeof(h.size), "%011zo", file->len);
	snprintf(h.sum, sizeof(h.sum), "%06o", sum_of(&h));
	(void)buf_append(out, &h, sizeof(h));
	(void)buf_append(out, file->text, file->len);
	if (file->len % BLOCK)
		(void)buf_append(out, zeros, BLOCK - file->len % BLOCK);
	return buf_error(out, "the files", e);
}

int folder_write(const struct source *files, size_t n, struct buf *out, struct err *e)
{
	static const char end[2 * BLOCK];

	for (size_t i = 0; i < n; i++)
		if (write_file(&files[i], out, e) < 0)
			return e->code;
	(void)buf_append(out, end, sizeof(end));
	return buf_error(out, "the files", e);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Octal digits, ended by a blank, a NUL or the field. */
static bool read_octal(const char *field, size_t size, uint64_t *out)
{
	uint64_t value = 0;
	size_t i = 0;

	while (i < size && field[i] == ' ')
		i++;
	if (i == size || field[i] < '0' || field[i] > '7')
		return false;
	for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
		value = value * 8 + (uint64_t)(field[i] - '0');
	*out = value;
	return i == size || field[i] == ' ' || !field[i];
}

/* The path of an entry, without "./" in front and "/" behind. */
static const char *read_name(const struct header *h, struct arena *a)
{
	const int prefix = (int)strnlen(h->prefix, sizeof(h->prefix)), name = (int)strnlen(h->name, sizeof(h->name));
	char *path = arena_printf(a, "%.*s%s%.*s", prefix, h->prefix, prefix ? "/" : "", name, h->name);
	size_t len;

	if (!path)
		return NULL;
	len = strlen(path);
	if (len > 1 && path[len - 1] == '/')
		path[len - 1] = '\0';
	return strncmp(path, "./", 2) ? path : path + 2;
}

/* Is there a part that begins with a dot? Such files are nobody's: the format has tools ignore them. */
static bool is_hidden(const char *path)
{
	return *path == '.' || strstr(path, "/.");
}

static int refuse(const char *path, const char *why, struct err *e)
{
	cleanup_buf struct buf safe;

	buf_init(&safe, 160);
	(void)text_escape(&safe, path, strlen(path), true);
	return err_set(e, -EINVAL, "'%s' %s", safe.data, why);
}

static int broken(struct err *e)
{
	return err_set(e, -EPROTO, "it is no tar archive, or not a whole one");
}

/* Takes one entry, whose text is at `text`. */
static int take(const struct header *h, const char *text, size_t len, struct arena *a, struct source *files, size_t *n,
		struct err *e)
{
	const char *path = read_name(h, a);

	if (!path)
		return err_set(e, -ENOMEM, "out of memory");
	if (h->type == TYPE_FOLDER || is_hidden(path))
		return 0;
	if (h->type != TYPE_FILE && h->type != TYPE_OLD_FILE)
		return refuse(path, "is no regular file", e);
	if (!folder_is_name(path))
		return refuse(path, "is no name for a file of a program", e);
	if (*n == FOLDER_FILES_MAX)
		return err_set(e, -EINVAL, "there are more than %u files", FOLDER_FILES_MAX);
	files[(*n)++] = (struct source){ .name = path, .text = text, .len = len };
	return 0;
}

int folder_read(const char *bytes, size_t len, struct arena *a, struct source **files, size_t *n, struct err *e)
{
	struct source *list = arena_array(a, FOLDER_FILES_MAX, sizeof(*list));
	size_t at = 0, found = 0;
	struct header h;

	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	for (; len - at >= BLOCK; at += BLOCK) {
		uint64_t size, sum;

		memcpy(&h, bytes + at, BLOCK);
		if (!h.name[0])
			break;
		if (!read_octal(h.size, sizeof(h.size), &size) || !read_octal(h.sum, sizeof(h.sum), &sum) ||
		    sum != sum_of(&h) || memcmp(h.magic, "ustar", 5) != 0 || size > len - at - BLOCK)
			return broken(e);
		if (take(&h, bytes + at + BLOCK, (size_t)size, a, list, &found, e) < 0)
			return e->code;
		/* Whole blocks follow, but for a last one that is cut. */
		size = (size + BLOCK - 1) / BLOCK * BLOCK;
		if (size > len - at - BLOCK)
			return broken(e);
		at += (size_t)size;
	}
	if (len - at < BLOCK)
		return broken(e);
	*files = list;
	*n = found;
	return 0;
}

/* ---- into a box -------------------------------------------------------------------------------------------------- */

int folder_put(struct box *box, const char *folder, const struct source *file, struct err *e)
{
	char path[SOURCE_NAME_MAX + 64];
	cleanup_fd int fd = -1;
	const int n = snprintf(path, sizeof(path), "%s/%s", folder, file->name);

	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(e, -EINVAL, "'%.200s' is too long a name", file->name);
	if (fs_memfd("file", file->text, file->len, &fd, e) < 0)
		return e->code;
	return box_put(box, path, fd, e);
}
