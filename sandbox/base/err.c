/*
 * err: filling and extending a struct err.
 *
 * Texts are put together in a buffer on the stack first, so that an argument may point into the error itself
 * (err_wrap does, and so may any caller). Nothing is allocated and no locale is asked: strerrordesc_np is a
 * plain table, so these functions also work between clone and exec, and when memory has run out.
 */
#include "sandbox/base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* How many bytes the UTF-8 sequence that `lead` begins has; 1 for a byte that begins none. */
static size_t utf8_promised(unsigned char lead)
{
	if (lead >= 0xf0)
		return 4;
	if (lead >= 0xe0)
		return 3;
	return lead >= 0xc0 ? 2 : 1;
}

/*
 * `text` was cut after n bytes. If the cut went through a character, its first part goes too: half a character
 * would turn a report that quotes this text into invalid UTF-8.
 */
static void drop_half_character(char *text, size_t n)
{
	size_t start = n;

	while (start > 0 && n - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0 && utf8_promised((unsigned char)text[start - 1]) > n - start + 1)
		text[start - 1] = 0;
}

/* Puts s behind the n bytes that `text` holds; the new length. */
static size_t put(char text[ERR_TEXT_MAX], size_t n, const char *s)
{
	size_t more = strlen(s);
	size_t room = ERR_TEXT_MAX - 1 - n;

	if (more <= room) {
		memcpy(text + n, s, more + 1);
		return n + more;
	}
	memcpy(text + n, s, room);
	text[ERR_TEXT_MAX - 1] = 0;
	drop_half_character(text, ERR_TEXT_MAX - 1);
	return strlen(text);
}

/* Begins `text` anew with a formatted message; its length. */
static size_t __attribute__((format(printf, 2, 0))) put_format(char text[ERR_TEXT_MAX], const char *fmt, va_list ap)
{
	int n = vsnprintf(text, ERR_TEXT_MAX, fmt, ap);

	if (n < 0)
		return put(text, 0, "(a message that cannot be formatted)");
	if (n >= ERR_TEXT_MAX)
		drop_half_character(text, ERR_TEXT_MAX - 1);
	return strlen(text);
}

int err_set(struct err *e, int code, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = put_format(text, fmt, ap);
	va_end(ap);
	memcpy(e->text, text, n + 1);
	e->code = code < 0 ? code : -EINVAL;
	return e->code;
}

int err_errno(struct err *e, const char *fmt, ...)
{
	int number = errno > 0 ? errno : EIO;
	const char *words = strerrordesc_np(number);
	char text[ERR_TEXT_MAX];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = put_format(text, fmt, ap);
	va_end(ap);
	n = put(text, n, ": ");
	n = put(text, n, words ? words : "Unknown error");
	memcpy(e->text, text, n + 1);
	e->code = -number;
	return e->code;
}

int err_wrap(struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = put_format(text, fmt, ap);
	va_end(ap);
	n = put(text, n, ": ");
	n = put(text, n, e->text);
	memcpy(e->text, text, n + 1);
	if (e->code >= 0)
		e->code = -EINVAL;
	return e->code;
}

void err_clear(struct err *e)
{
	e->code = 0;
	e->text[0] = 0;
}
