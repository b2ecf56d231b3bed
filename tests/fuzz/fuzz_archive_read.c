/*
 * Archives of any bytes: looked through, and read where they are taken.
 *
 * Held to be true: what is taken has names that stay below a folder, sorted, each once, whatever the case of its
 * letters; together they are within the ceilings, and each gives no more bytes than it declares, and as many where its
 * reading succeeds; a refusal is one line that begins with the archive's name.
 */
#include "judge/package/archive.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define READ_MAX (UINT64_C(4) << 20) /* an honest bomb of a gigabyte would only take time */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void check_refusal(int r, const struct err *e)
{
	must(r == -EINVAL || r == -ENOMEM);
	must(e->code == r && !strncmp(e->text, "f.zip: ", 7) && !strchr(e->text, '\n'));
}

static void check_name(const char *path)
{
	char part[256];

	must(path[0] && path[0] != '/' && path[strlen(path) - 1] != '/');
	for (const char *p = path; *p;) {
		const size_t n = strcspn(p, "/");

		must(n < sizeof(part));
		memcpy(part, p, n);
		part[n] = 0;
		must(package_is_name(part));
		p += n + (p[n] == '/');
	}
}

static int count(void *arg, const void *p, size_t n, struct err *e)
{
	uint64_t *bytes = arg;

	(void)e;
	must(p && n > 0);
	*bytes += n;
	return 0;
}

static void check_entries(const struct archive *a)
{
	uint64_t all = 0;

	must(a->n <= ARCHIVE_ENTRIES_MAX && (a->left_out.n > 0) == (a->left_out.first != NULL));
	for (size_t i = 0; i < a->n; i++) {
		struct err e = ERR_INIT;
		uint64_t bytes = 0;
		int r = 0;

		check_name(a->entries[i].path);
		must(i == 0 || strcmp(a->entries[i - 1].path, a->entries[i].path) < 0);
		must(i == 0 || strcasecmp(a->entries[i - 1].path, a->entries[i].path) != 0);
		all += a->entries[i].bytes;
		if (a->entries[i].bytes > READ_MAX)
			continue;
		r = archive_read(a, i, count, &bytes, &e);
		must(bytes <= a->entries[i].bytes);
		if (r < 0)
			check_refusal(r, &e);
		else
			must(bytes == a->entries[i].bytes);
	}
	must(all <= PACKAGE_BYTES_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_arena struct arena memory;
	cleanup_archive struct archive a = { 0 };
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;
	int r;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	must(fs_memfd("f.zip", data, size, &fd, &e) == 0);
	r = archive_open(fd, "f.zip", &memory, &a, &e);
	if (r < 0)
		check_refusal(r, &e);
	else
		check_entries(&a);
	return 0;
}
