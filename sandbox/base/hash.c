/*
 * hash: BLAKE2b-256 over pieces.
 *
 * Each piece is preceded by its length as eight bytes, lowest first, so that no two lists of pieces hash alike because
 * their bytes run together: with such a collision one could make a cache hand out the object of another source.
 */
#include "sandbox/base/hash.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGEST_BYTES 32
#define READ_BYTES   65536

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(((struct hash *)0)->state), "struct hash is too small");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(struct hash), "struct hash is not aligned");
_Static_assert(HASH_HEX_MAX == 2 * DIGEST_BYTES + 1, "HASH_HEX_MAX does not fit the digest");

static crypto_generichash_state *state_of(struct hash *h)
{
	return (crypto_generichash_state *)(void *)h->state;
}

static void add_length(struct hash *h, uint64_t n)
{
	unsigned char bytes[8];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(state_of(h), bytes, sizeof(bytes));
}

int hash_init(struct hash *h, struct err *e)
{
	/* Chooses the fastest code for this CPU; it may be called again and again, also by several threads. */
	if (sodium_init() < 0)
		return err_set(e, -EIO, "libsodium does not start");
	/* Fails for digest or key sizes out of range only. */
	crypto_generichash_init(state_of(h), NULL, 0, DIGEST_BYTES);
	return 0;
}

void hash_add(struct hash *h, const void *p, size_t n)
{
	add_length(h, n);
	if (n > 0)
		crypto_generichash_update(state_of(h), p, n);
}

void hash_adds(struct hash *h, const char *s)
{
	hash_add(h, s, strlen(s));
}

/* Adds exactly n bytes of the file; a file that changes meanwhile has no hash. */
static int add_bytes_of(struct hash *h, int fd, uint64_t n, struct err *e)
{
	unsigned char chunk[READ_BYTES];
	uint64_t done = 0;
	ssize_t got;

	do {
		/* pread leaves the offset alone: a process that is about to read may share it. */
		got = pread(fd, chunk, sizeof(chunk), (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "hash a file");
		if ((uint64_t)got > n - done || (got == 0 && done < n))
			return err_set(e, -EIO, "hash a file: its size changed while it was read");
		if (got > 0)
			crypto_generichash_update(state_of(h), chunk, (size_t)got);
		done += (uint64_t)got;
	} while (got != 0);
	return 0;
}

int hash_add_fd(struct hash *h, int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(e, "hash a file");
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "hash a file: not a regular file");
	add_length(h, (uint64_t)st.st_size);
	return add_bytes_of(h, fd, (uint64_t)st.st_size, e);
}

void hash_final(struct hash *h, char hex[HASH_HEX_MAX])
{
	unsigned char digest[DIGEST_BYTES];

	crypto_generichash_final(state_of(h), digest, sizeof(digest));
	sodium_bin2hex(hex, HASH_HEX_MAX, digest, sizeof(digest));
}
