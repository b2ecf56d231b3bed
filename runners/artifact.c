/*
 * artifact: what a compiler made, and the cache for drivers and generators.
 *
 * A cached file is <key>.bin: a header with the size and the hash of what follows. It is written aside and renamed,
 * so two judges that start at once at worst do the work twice. It is read back only if it is a regular file of our
 * own that nobody else may write, whole and unchanged, and is copied into a sealed memfd before use, so that a change
 * behind our back comes too late. It does not defend against the user whose cache it is: that user can run anything
 * anyway.
 *
 * The hash also covers the key, so that a file that was renamed is not taken for another.
 */
#include "runners/artifact.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct header {
	char magic[16];
	uint64_t bytes;
	char hash[HASH_HEX_MAX + 7];
};

#define MAGIC "judge artifact\n" /* 15 bytes and the NUL */

void artifact_clear(struct artifact *a)
{
	fd_close(&a->fd);
	a->bytes = 0;
}

int artifact_make(const void *p, size_t n, struct artifact *out, struct err *e)
{
	int fd, r = fs_memfd("artifact", p, n, &fd, e);

	if (r < 0)
		return err_wrap(e, "keep what was built");
	*out = (struct artifact){ .fd = fd, .bytes = n };
	return 0;
}

static int make_header(const char *key, const void *p, size_t n, struct header *out)
{
	struct header h = { MAGIC, n, { 0 } };
	struct err e = ERR_INIT;
	struct hash hash;
	int r = hash_init(&hash, &e);

	if (r < 0)
		return r;
	hash_adds(&hash, key);
	hash_add(&hash, p, n);
	hash_final(&hash, h.hash);
	*out = h;
	return 0;
}

static bool file_name(const char *cache_dir, const char *key, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/%s.bin", cache_dir, key);

	return n > 0 && n < PATH_MAX;
}

static bool is_ours(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & (S_IWGRP | S_IWOTH));
}

bool artifact_recall(const char *cache_dir, const char *key, struct artifact *out)
{
	cleanup_buf struct buf content;
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;
	struct header found, right;
	char path[PATH_MAX];

	buf_init(&content, sizeof(found) + ARTIFACT_BYTES_MAX);
	if (!file_name(cache_dir, key, path))
		return false;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || !is_ours(fd) || fs_read_fd(fd, &content, &e) < 0 || content.len < sizeof(found))
		return false;
	memcpy(&found, content.data, sizeof(found));
	if (make_header(key, content.data + sizeof(found), content.len - sizeof(found), &right) < 0 ||
	    memcmp(&found, &right, sizeof(found)))
		return false;
	return artifact_make(content.data + sizeof(found), found.bytes, out, &e) == 0;
}

void artifact_store(const char *cache_dir, const char *key, const void *p, size_t n)
{
	cleanup_buf struct buf content;
	struct err e = ERR_INIT;
	struct header h;
	char path[PATH_MAX];

	buf_init(&content, sizeof(h) + ARTIFACT_BYTES_MAX);
	if (!file_name(cache_dir, key, path) || make_header(key, p, n, &h) < 0)
		return;
	buf_append(&content, &h, sizeof(h));
	if (buf_append(&content, p, n) < 0 || fs_mkdirs(cache_dir, 0700, &e) < 0 ||
	    fs_write(AT_FDCWD, path, content.data, content.len, 0600, &e) < 0)
		return;
}
