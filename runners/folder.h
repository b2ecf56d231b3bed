/*
 * folder: the files of a folder as one file, and back: a tar archive of POSIX's ustar form, regular files and nothing
 * else.
 */
#ifndef JUDGE_RUNNERS_FOLDER_H
#define JUDGE_RUNNERS_FOLDER_H

#include "runners/runner.h"

#define FOLDER_FILES_MAX 512u
#define FOLDER_BYTES_MAX (48u * 1024u * 1024u) /* of the archive */
/* Folders below each other, the file too: there is one above it in a box. */
#define FOLDER_DEPTH_MAX (BOX_DEPTH_MAX - 1)

/* Can it be the name of a file in such a folder: parts that box_put takes, with "/" between? */
bool folder_is_name(const char *name);

/*
 * Appends the archive of the files, whose names folder_is_name takes. The same for the same files. -EINVAL: a name is
 * too long for it; -EMSGSIZE over the ceiling of `out`.
 */
int folder_write(const struct source *files, size_t n, struct buf *out, struct err *e) must_check;
/*
 * Reads an archive that anybody may have made. Texts point into it, names and the list live in `a`. Folders say
 * nothing, and what begins with a dot is passed over. -EINVAL, naming the file: it is no regular file, or has a name
 * that folder_is_name does not take; or there are too many. -EPROTO: it is no such archive, or not a whole one.
 */
int folder_read(const char *bytes, size_t len, struct arena *a, struct source **files, size_t *n,
		struct err *e) must_check;

/* Puts it into /box/<folder>, in which its own folders are made. */
int folder_put(struct box *box, const char *folder, const struct source *file, struct err *e) must_check;

#endif
