/*
 * A program of several modules is one file for a box when it is a zip file, which Python runs by its __main__.py and
 * imports the others from. The entries are stored as they are, so that there is nothing to inflate before it runs, and
 * carry DOS's first day, so that equal sources are equal bytes. libzip writes it, into memory.
 */
#include "runners/zipapp.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <string.h>
#include <zip.h>

#define MAIN           "__main__.py"
#define DOS_DATE_FIRST 0x21 /* 1980-01-01 */

size_t zipapp_entry(const struct source *sources, size_t n, const char *named)
{
	const char *const names[] = { named, MAIN, "main.py" };

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		for (size_t i = 0; names[k] && i < n; i++)
			if (!strcmp(sources[i].name, names[k]))
				return i;
	return n == 1 && !named ? 0 : SIZE_MAX;
}

static void cleanup_zip(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
}

static void cleanup_source(zip_source_t **source)
{
	if (*source)
		zip_source_free(*source);
}

static int failed(zip_t *zip, struct err *e)
{
	return err_set(e, -ENOMEM, "program: %s", zip_strerror(zip));
}

static int add(zip_t *zip, const char *name, const struct source *from, struct err *e)
{
	zip_source_t *source = zip_source_buffer(zip, from->text, from->len, 0);
	const zip_int64_t i = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (source && i < 0)
		zip_source_free(source);
	if (i < 0 || zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_STORE, 0) < 0 ||
	    zip_file_set_dostime(zip, (zip_uint64_t)i, 0, DOS_DATE_FIRST, 0) < 0)
		return failed(zip, e);
	return 0;
}

static int add_all(zip_t *zip, const struct source *sources, size_t n, size_t entry, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if ((i == entry || strcmp(sources[i].name, MAIN) != 0) && add(zip, sources[i].name, &sources[i], e) < 0)
			return e->code;
	return strcmp(sources[entry].name, MAIN) != 0 ? add(zip, MAIN, &sources[entry], e) : 0;
}

static int take(zip_source_t *made, struct buf *out, struct err *e)
{
	char piece[65536];
	zip_int64_t n;

	if (zip_source_open(made) < 0)
		return err_set(e, -ENOMEM, "program: %s", zip_error_strerror(zip_source_error(made)));
	while ((n = zip_source_read(made, piece, sizeof(piece))) > 0)
		if (buf_append(out, piece, (size_t)n) < 0)
			break;
	zip_source_close(made);
	return n < 0 ? err_set(e, -EIO, "program: it cannot be read back") : buf_error(out, "program", e);
}

int zipapp_write(const struct source *sources, size_t n, size_t entry, struct buf *out, struct err *e)
{
	cleanup(cleanup_source) zip_source_t *made = NULL;
	cleanup(cleanup_zip) zip_t *zip = NULL;
	zip_error_t why;

	zip_error_init(&why);
	made = zip_source_buffer_create(NULL, 0, 0, &why);
	zip = made ? zip_open_from_source(made, ZIP_TRUNCATE, &why) : NULL;
	zip_error_fini(&why);
	if (!zip)
		return err_set(e, -ENOMEM, "program: out of memory");
	/* The archive owns it, and gives it up when it is closed; ours is for reading what was written. */
	zip_source_keep(made);
	if (add_all(zip, sources, n, entry, e) < 0)
		return e->code;
	if (zip_close(zip) < 0)
		return failed(zip, e);
	zip = NULL;
	return take(made, out, e);
}
