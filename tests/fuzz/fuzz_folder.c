/*
 * folder_read on any bytes.
 *
 * Held to be true: the archive is refused, or its files lie within it and have names that folder_is_name takes; and
 * what folder_write makes of them, where no name is too long for it, is read as the same files.
 */
#include "runners/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void must_come_back(const struct source *files, size_t n)
{
	cleanup_arena struct arena a;
	cleanup_buf struct buf archive;
	struct err e = ERR_INIT;
	struct source *back;
	size_t n_back;

	arena_init(&a, 4 << 20);
	buf_init(&archive, FOLDER_BYTES_MAX);
	if (folder_write(files, n, &archive, &e) < 0)
		return;
	must(folder_read(archive.data, archive.len, &a, &back, &n_back, &e) == 0 && n_back == n);
	for (size_t i = 0; i < n; i++)
		must(!strcmp(back[i].name, files[i].name) && back[i].len == files[i].len &&
		     !memcmp(back[i].text, files[i].text, files[i].len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* On the heap and of this size, so that a byte too many is seen. */
	char *bytes = malloc(size + !size);
	cleanup_arena struct arena a;
	struct err e = ERR_INIT;
	struct source *files;
	size_t n;
	int r;

	must(bytes != NULL);
	memcpy(bytes, data, size);
	arena_init(&a, 4 << 20);
	r = folder_read(bytes, size, &a, &files, &n, &e);
	must(r == 0 || ((r == -EINVAL || r == -EPROTO) && e.code == r));
	for (size_t i = 0; r == 0 && i < n; i++) {
		must(folder_is_name(files[i].name));
		must(files[i].text >= bytes && files[i].len <= size &&
		     (size_t)(files[i].text - bytes) <= size - files[i].len);
	}
	if (r == 0)
		must_come_back(files, n);
	free(bytes);
	return 0;
}
