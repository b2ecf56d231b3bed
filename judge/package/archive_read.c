/*
 * archive_read: a .zip file of somebody else, looked through before anything of it is expanded.
 *
 * What it stops: names that leave the folder ("..", "/x", "C:x", "a\b"), links and devices, two entries for one file
 * (so that what one tool checks is not what another one uses), encrypted ones, and bombs: too many entries, too much
 * declared, more given than declared, a ratio that no package has, and entries that lie on each other, by which a file
 * of kilobytes expands to terabytes. Those need no look at the offsets: entries that share bytes claim together more
 * than the file has, or else are within the ratio after all.
 *
 * Names that differ by the normalisation of Unicode alone need no table: names outside ASCII are left out with all
 * others that the format tells tools to ignore.
 *
 * What it does not do: read archives in the form of 4 GiB and more. No package needs it, and its directory may be of
 * any size, which libzip would hold in memory; in the plain form there are at most 65,535 entries.
 */
#include "judge/package/archive.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#define PIECE_BYTES 65536u
#define QUOTE_MAX   120u /* bytes of a name that an error repeats */

/* Of PKWARE's APPNOTE: what stands around the entries of an archive, at the least. */
#define LOCAL_HEADER_BYTES   30u
#define CENTRAL_HEADER_BYTES 46u
#define END_BYTES            22u
#define END_COMMENT_MAX      65535u
#define LOCATOR_BYTES        20u

struct reading {
	struct archive a;
	struct buf entries; /* struct archive_entry */
	struct buf places;  /* struct place */
	uint64_t file_bytes, claimed_bytes, bytes;
	struct err *e;
};

static void reading_clear(struct reading *r)
{
	archive_close(&r->a);
	buf_clear(&r->entries);
	buf_clear(&r->places);
}

/* A name as it may be shown. */
static const char *shown(struct arena *memory, const char *name)
{
	cleanup_buf struct buf b;
	const char *copy;

	buf_init(&b, QUOTE_MAX);
	if (text_escape(&b, name, strlen(name), true) == -ENOMEM)
		return "an entry";
	copy = arena_strdup(memory, b.data);
	return copy ? copy : "an entry";
}

static int refuse(struct reading *r, const char *name, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int refuse(struct reading *r, const char *name, const char *fmt, ...)
{
	char why[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return err_set(r->e, -EINVAL, "%s: %s: %s", r->a.name, shown(r->a.memory, name), why);
}

static int no_memory(struct reading *r)
{
	return err_set(r->e, -ENOMEM, "%s: out of memory", r->a.name);
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

/* libzip believes the large form's directory where its locator stands in front of an end record. */
static bool has_locator(const char *tail, size_t n)
{
	for (size_t i = LOCATOR_BYTES; i + 4 <= n; i++)
		if (!memcmp(tail + i, "PK\5\6", 4) && !memcmp(tail + i - LOCATOR_BYTES, "PK\6\7", 4))
			return true;
	return false;
}

static int check_file(struct reading *r, int fd)
{
	const size_t most = LOCATOR_BYTES + END_BYTES + END_COMMENT_MAX;
	cleanup_free char *tail = malloc(most);
	struct stat st;
	size_t want;
	ssize_t got;

	if (!tail)
		return no_memory(r);
	if (fstat(fd, &st) < 0)
		return err_errno(r->e, "%s", r->a.name);
	if (!S_ISREG(st.st_mode))
		return err_set(r->e, -EINVAL, "%s: is no regular file", r->a.name);
	r->file_bytes = (uint64_t)st.st_size;
	if (r->file_bytes > ARCHIVE_BYTES_MAX)
		return err_set(r->e, -EINVAL, "%s: is larger than %u MiB", r->a.name,
			       (unsigned)(ARCHIVE_BYTES_MAX >> 20));
	want = r->file_bytes < most ? (size_t)r->file_bytes : most;
	got = pread(fd, tail, want, (off_t)(r->file_bytes - want));
	if (got < 0)
		return err_errno(r->e, "%s", r->a.name);
	return has_locator(tail, (size_t)got)
		       ? err_set(r->e, -EINVAL, "%s: is in the form for 4 GiB and more (ZIP64)", r->a.name)
		       : 0;
}

static int open_zip(struct reading *r, int fd, int flags, int *code)
{
	cleanup_fd int own = dup(fd);
	zip_error_t why;

	if (own < 0)
		return err_errno(r->e, "%s", r->a.name);
	r->a.zip = zip_fdopen(own, flags, code);
	if (r->a.zip) {
		(void)steal_fd(&own);
		return 0;
	}
	zip_error_init_with_code(&why, *code);
	err_set(r->e, *code == ZIP_ER_MEMORY ? -ENOMEM : -EINVAL, "%s: is no sound zip archive: %s", r->a.name,
		zip_error_strerror(&why));
	zip_error_fini(&why);
	return r->e->code;
}

/* ---- one entry --------------------------------------------------------------------------------------------------- */

/* What a name must never hold, whoever unpacks it. NULL: nothing of that. */
static const char *harm_in(const char *name)
{
	const size_t len = strlen(name);

	if (!text_utf8_valid(name, len, NULL))
		return "its name is not valid UTF-8";
	if (!len || name[0] == '/')
		return "its name leads to the root";
	if (strchr(name, '\\'))
		return "its name has a backslash";
	if (name[1] == ':')
		return "its name begins with a drive letter";
	for (size_t at = 0, step; at < len; at += step) {
		uint32_t cp = 0;

		step = text_utf8_next(name + at, len - at, &cp);
		if (text_is_unsafe(cp))
			return "its name has a control character";
	}
	return NULL;
}

/* Looks at the parts of a path, which may end in "/". *allowed: each is a name that the format allows. */
static int check_parts(struct reading *r, const char *name, bool *allowed)
{
	unsigned depth = 0;

	*allowed = true;
	for (const char *part = name; *part; depth++) {
		const size_t n = strcspn(part, "/");
		char one[256];

		if (n == 0)
			return refuse(r, name, "its name has an empty part");
		if ((n == 1 && part[0] == '.') || (n == 2 && !memcmp(part, "..", 2)))
			return refuse(r, name, "its name leads out of the package");
		if (n >= sizeof(one))
			return refuse(r, name, "its name has a part of more than 255 bytes");
		memcpy(one, part, n);
		one[n] = 0;
		*allowed = *allowed && package_is_name(one);
		part += n + (part[n] == '/');
	}
	/* One level more than in a package, for the folder that all may be in. */
	return depth > PACKAGE_DEPTH_MAX + 2 ? refuse(r, name, "is too deep below other folders") : 0;
}

/* Hosts differ in what these bits mean for a plain file; what is no file is so by the same ones for all. */
static int check_mode(struct reading *r, uint64_t i, const char *name, bool folder, bool *executable)
{
	zip_uint8_t host = 0;
	zip_uint32_t attributes = 0;
	mode_t mode;

	if (zip_file_get_external_attributes(r->a.zip, i, 0, &host, &attributes) < 0)
		return refuse(r, name, "has no attributes");
	mode = attributes >> 16;
	if (S_ISLNK(mode))
		return refuse(r, name, "is a link");
	if (S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode))
		return refuse(r, name, "is a device, a pipe or a socket");
	if (S_ISDIR(mode) && !folder)
		return refuse(r, name, "is a folder by its mode and a file by its name");
	*executable = host == ZIP_OPSYS_UNIX && (mode & S_IXUSR);
	return 0;
}

/* What it declares, alone and with those before it. */
static int check_sizes(struct reading *r, const char *name, const zip_stat_t *st, bool folder)
{
	const uint64_t around = LOCAL_HEADER_BYTES + CENTRAL_HEADER_BYTES + 2 * strlen(name);

	if (folder && st->size > 0)
		return refuse(r, name, "is a folder with content");
	if (st->size > PACKAGE_BYTES_MAX || r->bytes + st->size > PACKAGE_BYTES_MAX)
		return refuse(r, name, "with it the archive expands to more than 1 GiB");
	if (st->comp_size > r->file_bytes || r->claimed_bytes + st->comp_size + around > r->file_bytes)
		return refuse(r, name, "lies on the bytes of other entries");
	r->bytes += st->size;
	r->claimed_bytes += st->comp_size + around;
	return 0;
}

static int check_packing(struct reading *r, const char *name, const zip_stat_t *st)
{
	if (st->encryption_method != ZIP_EM_NONE)
		return refuse(r, name, "is encrypted");
	if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
		return refuse(r, name, "is compressed by method %u; only deflate is taken", (unsigned)st->comp_method);
	return 0;
}

static void leave_out(struct reading *r, const char *name)
{
	if (!r->a.left_out.n++)
		r->a.left_out.first = shown(r->a.memory, name);
}

/* Every folder on the way to an entry, and the entry. */
struct place {
	const char *path; /* ends in "/" for a folder */
	size_t len;       /* without that "/" */
	bool folder;
};

static int add_places(struct reading *r, const char *path, bool folder)
{
	const size_t len = strlen(path);

	for (size_t i = 0; i < len; i++) {
		struct place place = { .path = path, .len = i, .folder = true };

		if (path[i] == '/')
			buf_append(&r->places, &place, sizeof(place));
	}
	if (!folder)
		buf_append(&r->places, &(struct place){ path, len, false }, sizeof(struct place));
	return r->places.failed ? no_memory(r) : 0;
}

static int check_entry(struct reading *r, uint64_t i)
{
	const char *raw = zip_get_name(r->a.zip, i, ZIP_FL_ENC_RAW), *name, *harm;
	struct archive_entry entry = { .index = i };
	bool folder, allowed;
	zip_stat_t st;

	if (!raw || zip_stat_index(r->a.zip, i, 0, &st) < 0)
		return err_set(r->e, -EINVAL, "%s: entry %llu cannot be read", r->a.name, (unsigned long long)i);
	name = arena_strdup(r->a.memory, raw);
	if (!name)
		return no_memory(r);
	folder = *name && name[strlen(name) - 1] == '/';
	harm = harm_in(name);
	if (harm)
		return refuse(r, name, "%s", harm);
	if (check_parts(r, name, &allowed) < 0 || check_mode(r, i, name, folder, &entry.executable) < 0 ||
	    check_sizes(r, name, &st, folder) < 0 || check_packing(r, name, &st) < 0)
		return r->e->code;
	if (!allowed) {
		leave_out(r, name);
		return 0;
	}
	entry.path = name;
	entry.bytes = st.size;
	if (!folder && buf_append(&r->entries, &entry, sizeof(entry)) < 0)
		return no_memory(r);
	return add_places(r, name, folder);
}

/* ---- all entries together ---------------------------------------------------------------------------------------- */

static unsigned char small(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
}

static int compare_small(const struct place *a, const struct place *b)
{
	const size_t n = a->len < b->len ? a->len : b->len;

	for (size_t i = 0; i < n; i++)
		if (small(a->path[i]) != small(b->path[i]))
			return small(a->path[i]) < small(b->path[i]) ? -1 : 1;
	return a->len == b->len ? 0 : a->len < b->len ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const int r = compare_small(x, y);

	return r ? r : memcmp(x->path, y->path, x->len);
}

/* Neighbours that are one place on some file system must be one folder. */
static int check_places(struct reading *r)
{
	struct place *places = (struct place *)r->places.data;
	const size_t n = r->places.len / sizeof(*places);

	if (n > 0)
		qsort(places, n, sizeof(*places), by_place);
	for (size_t i = 1; i < n; i++) {
		const struct place *a = &places[i - 1], *b = &places[i];

		if (compare_small(a, b) != 0)
			continue;
		if (memcmp(a->path, b->path, a->len) != 0)
			return refuse(r, b->path, "differs from %.*s by the case of letters alone",
				      (int)(a->len < QUOTE_MAX ? a->len : QUOTE_MAX), a->path);
		if (!a->folder && !b->folder)
			return refuse(r, b->path, "stands twice in the archive");
		if (a->folder != b->folder)
			return refuse(r, a->folder ? b->path : a->path, "is a file and a folder");
	}
	return 0;
}

static int check_ratio(struct reading *r)
{
	if (r->bytes <= ARCHIVE_RATIO_FROM_BYTES || r->bytes / ARCHIVE_RATIO_MAX <= r->file_bytes)
		return 0;
	return err_set(r->e, -EINVAL, "%s: expands to over %u times its size", r->a.name, ARCHIVE_RATIO_MAX);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct archive_entry *)a)->path, ((const struct archive_entry *)b)->path);
}

static int read_entries(struct reading *r)
{
	const zip_int64_t n = zip_get_num_entries(r->a.zip, 0);
	struct archive_entry *entries;

	if (n > ARCHIVE_ENTRIES_MAX)
		return err_set(r->e, -EINVAL, "%s: has %lld entries; at most %u are taken", r->a.name, (long long)n,
			       ARCHIVE_ENTRIES_MAX);
	for (zip_int64_t i = 0; i < n; i++)
		if (check_entry(r, (uint64_t)i) < 0)
			return r->e->code;
	if (check_ratio(r) < 0 || check_places(r) < 0)
		return r->e->code;
	r->a.n = r->entries.len / sizeof(*entries);
	r->a.entries = entries = arena_alloc(r->a.memory, r->entries.len);
	if (!entries)
		return no_memory(r);
	if (r->a.n > 0) {
		memcpy(entries, r->entries.data, r->entries.len);
		qsort(entries, r->a.n, sizeof(*entries), by_path);
	}
	return 0;
}

/*
 * libzip has found that the parts of the archive contradict each other. It does not say which entry is at fault; a
 * look at them may.
 */
static int name_fault(struct reading *r, int fd)
{
	const struct err found = *r->e;
	int code = 0;

	if (open_zip(r, fd, 0, &code) == 0 && read_entries(r) == 0)
		*r->e = found;
	return r->e->code;
}

int archive_open(int fd, const char *name, struct arena *memory, struct archive *out, struct err *e)
{
	cleanup(reading_clear) struct reading r = { .a = { .name = name, .memory = memory }, .e = e };
	int code = 0;

	buf_init(&r.entries, ARCHIVE_ENTRIES_MAX * sizeof(struct archive_entry));
	buf_init(&r.places, (size_t)ARCHIVE_ENTRIES_MAX * (PACKAGE_DEPTH_MAX + 3) * sizeof(struct place));
	if (check_file(&r, fd) < 0)
		return e->code;
	if (open_zip(&r, fd, ZIP_CHECKCONS, &code) < 0)
		return code == ZIP_ER_EXISTS || code == ZIP_ER_INCONS ? name_fault(&r, fd) : e->code;
	if (read_entries(&r) < 0)
		return e->code;
	*out = r.a;
	r.a.zip = NULL;
	return 0;
}

void archive_close(struct archive *a)
{
	if (a->zip)
		zip_discard(a->zip);
	a->zip = NULL;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void cleanup_zip_file(zip_file_t **f)
{
	if (*f)
		zip_fclose(*f);
}

int archive_read(const struct archive *a, size_t i, int (*take)(void *arg, const void *p, size_t n, struct err *e),
		 void *arg, struct err *e)
{
	const struct archive_entry *entry = &a->entries[i];
	cleanup(cleanup_zip_file) zip_file_t *f = zip_fopen_index(a->zip, entry->index, 0);
	cleanup_free char *piece = malloc(PIECE_BYTES);
	uint64_t bytes = 0;
	zip_int64_t n;

	if (!piece)
		return err_set(e, -ENOMEM, "%s: out of memory", a->name);
	if (!f)
		return err_set(e, -EINVAL, "%s: %s: %s", a->name, entry->path, zip_strerror(a->zip));
	while ((n = zip_fread(f, piece, PIECE_BYTES)) > 0) {
		bytes += (uint64_t)n;
		if (bytes > entry->bytes)
			return err_set(e, -EINVAL, "%s: %s: expands to more than it declares", a->name, entry->path);
		if (take(arg, piece, (size_t)n, e) < 0)
			return e->code;
	}
	if (n < 0)
		return err_set(e, -EINVAL, "%s: %s: %s", a->name, entry->path, zip_file_strerror(f));
	if (bytes < entry->bytes)
		return err_set(e, -EINVAL, "%s: %s: expands to less than it declares", a->name, entry->path);
	return 0;
}
