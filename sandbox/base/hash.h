/*
 * hash: content hashes for cache keys and package ids: BLAKE2b-256 (RFC 7693) of libsodium, as 64 hex digits.
 *
 * Every piece is hashed with its length before it, so that ("ab", "c") and ("a", "bc") differ.
 */
#ifndef JUDGE_SANDBOX_BASE_HASH_H
#define JUDGE_SANDBOX_BASE_HASH_H

#include "sandbox/base/err.h"

#include <stddef.h>

#define HASH_HEX_MAX 65 /* 64 digits and the NUL */

struct hash {
	_Alignas(64) unsigned char state[384]; /* a crypto_generichash_state; hash.c asserts that it fits */
};

int hash_init(struct hash *h, struct err *e) must_check __attribute__((nonnull));
void hash_add(struct hash *h, const void *p, size_t n) __attribute__((nonnull(1)));
void hash_adds(struct hash *h, const char *s) __attribute__((nonnull));
/* Adds the bytes of an open file from its beginning; the offset is left where it was. */
int hash_add_fd(struct hash *h, int fd, struct err *e) must_check __attribute__((nonnull));
void hash_final(struct hash *h, char hex[HASH_HEX_MAX]) __attribute__((nonnull));

#endif
