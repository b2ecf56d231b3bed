/*
 * buf: the growing byte string.
 *
 * It stops memory from being spent without limit on input that is not trusted: no path allocates more than
 * max + 1 bytes. Growth doubles, so that appending n bytes one at a time costs O(n).
 */
#include "sandbox/base/buf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAP 64

/* What `data` of an empty buf points at. It is const so that writing through it is caught by the page table. */
static const char nothing[1];

static void forget(struct buf *b)
{
	b->data = (char *)nothing;
	b->len = 0;
	b->cap = 0;
	b->failed = 0;
}

void buf_init(struct buf *b, size_t max)
{
	forget(b);
	/* malloc gives no more than PTRDIFF_MAX bytes; below that, no sum of sizes in this file can wrap. */
	b->max = max < PTRDIFF_MAX ? max : PTRDIFF_MAX - 1;
}

void buf_clear(struct buf *b)
{
	if (b->cap)
		free(b->data);
	forget(b);
}

void buf_reset(struct buf *b)
{
	if (b->cap)
		b->data[0] = 0;
	b->len = 0;
	b->failed = 0;
}

/* Makes room for n bytes and the NUL behind len, where n <= max - len. */
static int grow(struct buf *b, size_t n)
{
	size_t need = b->len + n + 1;
	size_t cap = b->cap ? b->cap : FIRST_CAP;
	char *data;

	if (need <= b->cap)
		return 0;
	while (cap < need)
		cap *= 2;
	if (cap > b->max + 1)
		cap = b->max + 1;
	data = realloc(b->cap ? b->data : NULL, cap);
	if (!data)
		return b->failed = -ENOMEM;
	data[b->len] = 0;
	b->data = data;
	b->cap = cap;
	return 0;
}

int buf_append(struct buf *b, const void *p, size_t n)
{
	size_t room = b->max - b->len;
	size_t fits = n < room ? n : room;

	if (b->failed)
		return b->failed;
	if (fits > 0) {
		if (grow(b, fits) < 0)
			return b->failed;
		memcpy(b->data + b->len, p, fits);
		b->len += fits;
		b->data[b->len] = 0;
	}
	if (fits < n)
		b->failed = -EMSGSIZE;
	return b->failed;
}

int buf_puts(struct buf *b, const char *s)
{
	return buf_append(b, s, strlen(s));
}

int buf_putc(struct buf *b, char c)
{
	return buf_append(b, &c, 1);
}

int buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = buf_vprintf(b, fmt, ap);
	va_end(ap);
	return r;
}

int buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	size_t room = b->max - b->len;
	size_t fits;
	va_list again;
	int n;

	if (b->failed)
		return b->failed;
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	/* vsnprintf fails when the result is longer than INT_MAX: for the caller that is a ceiling too. */
	if (n < 0)
		return b->failed = -EMSGSIZE;
	fits = (size_t)n < room ? (size_t)n : room;
	if (fits > 0) {
		if (grow(b, fits) < 0)
			return b->failed;
		vsnprintf(b->data + b->len, fits + 1, fmt, ap);
		b->len += fits;
	}
	if (fits < (size_t)n)
		b->failed = -EMSGSIZE;
	return b->failed;
}

int buf_reserve(struct buf *b, size_t n, size_t *room)
{
	size_t left = b->max - b->len;
	size_t fits = n < left ? n : left;

	if (b->failed)
		return b->failed;
	if (fits > 0 && grow(b, fits) < 0)
		return b->failed;
	*room = fits;
	return 0;
}

void buf_advance(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	b->len += n;
	b->data[b->len] = 0;
}

int buf_error(const struct buf *b, const char *what, struct err *e)
{
	switch (b->failed) {
	case 0:
		return 0;
	case -EMSGSIZE:
		return err_set(e, -EMSGSIZE, "%s: longer than %zu bytes", what, b->max);
	default:
		return err_set(e, b->failed, "%s: out of memory", what);
	}
}

char *buf_steal(struct buf *b)
{
	char *taken = b->cap ? b->data : calloc(1, 1);

	forget(b);
	return taken;
}
