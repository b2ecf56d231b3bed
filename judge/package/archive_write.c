/*
 * archive_write: a package as a .zip file that depends on the package alone.
 *
 * Files stand in the order of their paths, with one date, the earliest that the form knows, and one of two modes; so
 * the same package gives the same bytes on any host and at any time, as long as zlib is the same, and a checksum of
 * the archive says whether a package has changed.
 *
 * Each file is opened when its turn comes, below the package and by no way that leaves it; only one is open at a time.
 * libzip writes the archive aside and renames it.
 */
#include "judge/package/archive.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#define DOS_DATE_FIRST ((1u << 5) | 1u) /* 1 January 1980 */

/* A file of the package, as libzip asks for it. */
struct member {
	const struct package *pk;
	const struct package_file *file;
	int fd; /* owned; -1 while it is not being read */
	zip_error_t error;
};

static zip_int64_t member_open(struct member *m)
{
	struct err e = ERR_INIT;

	m->fd = package_open_file(m->pk->fd, m->file->path, &e);
	if (m->fd >= 0)
		return 0;
	zip_error_set(&m->error, ZIP_ER_OPEN, -e.code);
	return -1;
}

static zip_int64_t member_read(struct member *m, void *p, zip_uint64_t len)
{
	ssize_t n;

	do
		n = read(m->fd, p, len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		zip_error_set(&m->error, ZIP_ER_READ, errno);
	return n;
}

/* Without a size libzip would write the form for 4 GiB and more. */
static zip_int64_t member_stat(const struct member *m, void *p, zip_uint64_t len)
{
	zip_stat_t *st = p;

	if (len < sizeof(*st))
		return -1;
	zip_stat_init(st);
	st->size = m->file->bytes;
	st->valid = ZIP_STAT_SIZE;
	return sizeof(*st);
}

static zip_int64_t member_command(void *user, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct member *m = user;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		return member_open(m);
	case ZIP_SOURCE_READ:
		return member_read(m, data, len);
	case ZIP_SOURCE_CLOSE:
		fd_close(&m->fd);
		return 0;
	case ZIP_SOURCE_STAT:
		return member_stat(m, data, len);
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&m->error, data, len);
	case ZIP_SOURCE_FREE:
		fd_close(&m->fd);
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return ZIP_SOURCE_SUPPORTS_READABLE;
	default:
		zip_error_set(&m->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

static int is_executable(const struct package *pk, const char *path, bool *executable, struct err *e)
{
	cleanup_fd int fd = package_open_file(pk->fd, path, e);
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return err_errno(e, "%s", path);
	*executable = st.st_mode & S_IXUSR;
	return 0;
}

static int add_member(zip_t *zip, struct member *m, const char *prefix, struct err *e)
{
	const char *path = m->file->path, *name = arena_printf(m->pk->memory, "%s%s", prefix, path);
	bool executable = false;
	zip_source_t *source;
	zip_int64_t i;
	mode_t mode;

	if (is_executable(m->pk, path, &executable, e) < 0)
		return e->code;
	mode = S_IFREG | (executable ? 0755 : 0644);
	source = name ? zip_source_function(zip, member_command, m) : NULL;
	if (!source)
		return err_set(e, -ENOMEM, "%s: out of memory", path);
	i = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
	if (i < 0)
		zip_source_free(source);
	if (i < 0 || zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_DEFLATE, 9) < 0 ||
	    zip_file_set_dostime(zip, (zip_uint64_t)i, 0, DOS_DATE_FIRST, 0) < 0 ||
	    zip_file_set_external_attributes(zip, (zip_uint64_t)i, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)mode << 16) < 0)
		return err_set(e, -EIO, "%s: %s", path, zip_strerror(zip));
	return 0;
}

static int asked_to_stop(zip_t *zip, void *arg)
{
	bool (*const *stop)(void) = arg;

	(void)zip;
	return (*stop)();
}

static void cleanup_zip(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
}

/* Writes it out; only this can say that there is no room. */
static int write_out(zip_t **zip, const char *file, struct err *e)
{
	const zip_error_t *why;
	int code;

	if (zip_close(*zip) == 0) {
		*zip = NULL;
		return 0;
	}
	why = zip_get_error(*zip);
	if (zip_error_code_zip(why) == ZIP_ER_CANCELLED)
		return err_set(e, -EINTR, "%s: interrupted", file);
	code = zip_error_system_type(why) == ZIP_ET_SYS ? zip_error_code_system(why) : 0;
	return err_set(e, code > 0 ? -code : -EIO, "%s: %s", file, zip_strerror(*zip));
}

int archive_write(const struct package *pk, const char *prefix, const char *file, bool (*stop)(void), struct err *e)
{
	cleanup(cleanup_zip) zip_t *zip = NULL;
	struct member *members = arena_array(pk->memory, pk->n_files, sizeof(*members));
	zip_error_t why;
	int code = 0;

	if (!members)
		return err_set(e, -ENOMEM, "%s: out of memory", file);
	zip = zip_open(file, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!zip) {
		zip_error_init_with_code(&why, code);
		err_set(e, -EIO, "%s: %s", file, zip_error_strerror(&why));
		zip_error_fini(&why);
		return e->code;
	}
	if (stop && zip_register_cancel_callback_with_state(zip, asked_to_stop, NULL, &stop) < 0)
		return err_set(e, -ENOMEM, "%s: out of memory", file);
	for (size_t i = 0; i < pk->n_files; i++) {
		members[i] = (struct member){ .pk = pk, .file = &pk->files[i], .fd = -1 };
		zip_error_init(&members[i].error);
		if (add_member(zip, &members[i], prefix, e) < 0)
			return e->code;
	}
	return write_out(&zip, file, e);
}
