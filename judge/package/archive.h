/*
 * archive: problem packages as .zip files: read with suspicion, and written so that equal packages are equal bytes.
 *
 * What is read has been made by somebody else. A reader is opened only when every entry can be written below some
 * folder without harm; nothing is written before that is known of all of them, and what an entry then gives is held to
 * the size that it declared.
 */
#ifndef JUDGE_JUDGE_PACKAGE_ARCHIVE_H
#define JUDGE_JUDGE_PACKAGE_ARCHIVE_H

#include "judge/package/package.h"

struct zip;

#define ARCHIVE_BYTES_MAX   (UINT64_C(512) << 20)   /* of the file itself */
#define ARCHIVE_ENTRIES_MAX (2 * PACKAGE_FILES_MAX) /* files and folders */
#define ARCHIVE_RATIO_MAX   200u
/* Up to here any ratio is right, since tests are often one number written very many times. */
#define ARCHIVE_RATIO_FROM_BYTES (UINT64_C(64) << 20)

/* A regular file. */
struct archive_entry {
	const char *path; /* each of its names is one that the format allows (package_is_name) */
	uint64_t bytes;
	uint64_t index; /* in the archive */
	bool executable;
};

/* Names that the format tells tools to ignore (".git/config", "__MACOSX/._x"): they are not among the entries. */
struct archive_left_out {
	size_t n;
	const char *first; /* NULL where there is none; escaped */
};

struct archive {
	const char *name; /* for errors; borrowed */
	struct zip *zip;
	struct arena *memory;                /* borrowed */
	const struct archive_entry *entries; /* sorted by path */
	size_t n;
	struct archive_left_out left_out;
};

/*
 * Opens the archive in the regular file `fd`, which stays the caller's. -EINVAL, naming the archive and the entry: it
 * is no zip or a damaged one, is in the form for 4 GiB and more, is too large, or declares too much; an entry that has
 * no harmless name (absolute, "..", "\", "C:", not UTF-8, control characters), stands twice, or differs from another by
 * case alone; that is a link or a device, is encrypted, is compressed by anything but deflate, or lies on the bytes of
 * others. Every text in *out is of `memory`.
 */
int archive_open(int fd, const char *name, struct arena *memory, struct archive *out, struct err *e) must_check;
void archive_close(struct archive *a);
#define cleanup_archive cleanup(archive_close)

/*
 * Hands the bytes of entry i to `take`, piece by piece, which returns 0 or what is to be returned. -EINVAL: they are
 * not as many as was declared, their checksum is another one, or they cannot be expanded.
 */
int archive_read(const struct archive *a, size_t i, int (*take)(void *arg, const void *p, size_t n, struct err *e),
		 void *arg, struct err *e) must_check;

/*
 * Writes all files of the package as a new archive `file`, each name with `prefix` ("two_sum/" or "") in front: sorted,
 * with fixed times, so that the bytes depend only on names, contents, the right to execute, and zlib. `stop` is asked
 * now and then, may be NULL: -EINTR where it says so. A file that fails to be written is not left behind.
 */
int archive_write(const struct package *pk, const char *prefix, const char *file, bool (*stop)(void),
		  struct err *e) must_check;

#endif
