/*
 * buf: a growing byte string with a ceiling.
 *
 * Invariants, from buf_init to buf_clear:
 *   - len <= max; at most max + 1 bytes are ever allocated;
 *   - data[len] == 0, so data is a C string when the content has no NUL; an
 *     empty buf has data == "" (never NULL, never to be written through);
 *   - the first failure sticks: every later append does nothing and returns the
 *     same code, so that a long run of appends is checked once, with buf_error.
 *
 * Whatever size is chosen by input that is not trusted goes through a buf. The
 * ceiling is the caller's promise of how much that input may cost.
 */
#ifndef JUDGE_SANDBOX_BASE_BUF_H
#define JUDGE_SANDBOX_BASE_BUF_H

#include "sandbox/base/cleanup.h"
#include "sandbox/base/err.h"

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data; /* owned; content and a final NUL */
	size_t len; /* bytes of content */
	size_t cap; /* bytes allocated, 0 while empty */
	size_t max; /* the ceiling for len; below PTRDIFF_MAX */
	int failed; /* 0, -EMSGSIZE (ceiling met) or -ENOMEM */
};

/* An empty buf with a ceiling of `max` bytes; allocates nothing, cannot fail. */
void buf_init(struct buf *b, size_t max) __attribute__((nonnull));
/* Frees the content; the buf is empty again with the same ceiling, and failed is 0. */
void buf_clear(struct buf *b) __attribute__((nonnull));
/* Empties it but keeps the allocation; failed is 0 again. */
void buf_reset(struct buf *b) __attribute__((nonnull));

/*
 * Append. 0, -EMSGSIZE or -ENOMEM (see `failed`). Over the ceiling the prefix that
 * fits is kept, byte for byte.
 */
int buf_append(struct buf *b, const void *p, size_t n) __attribute__((nonnull(1)));
int buf_puts(struct buf *b, const char *s) __attribute__((nonnull));
int buf_putc(struct buf *b, char c) __attribute__((nonnull));
int buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(1, 2)));
int buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0), nonnull(1, 2)));

/*
 * For read(2) straight into a buf: buf_reserve makes room for n more bytes behind
 * data + len (cutting n at the ceiling; *room says what there is, 0 at the ceiling),
 * buf_advance counts what was written there. -ENOMEM leaves the content as it was.
 */
int buf_reserve(struct buf *b, size_t n, size_t *room) must_check __attribute__((nonnull));
void buf_advance(struct buf *b, size_t n) __attribute__((nonnull));

/* 0, or the sticky failure put into words: err_set with `what` as context. */
int buf_error(const struct buf *b, const char *what, struct err *e) must_check __attribute__((nonnull));

/* Takes the content as a malloc'ed C string (never NULL but when memory is out); the buf is empty afterwards. */
char *buf_steal(struct buf *b) must_check __attribute__((nonnull));

#define cleanup_buf cleanup(buf_clear)

#endif
