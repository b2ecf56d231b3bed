/*
 * log: one line at a time to standard error.
 *
 * A message is put together, escaped and written as a whole, so that lines of several processes do not mix and a
 * quoted file name cannot forge a second line. It has no time, no file, no severity word: these are sentences for the
 * person at the terminal.
 */
#include "sandbox/base/log.h"

#include "sandbox/base/buf.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MESSAGE_MAX 4096 /* bytes; longer ones are cut */

static enum log_level level = LOG_NORMAL;

void log_set_level(enum log_level wanted)
{
	level = wanted;
}

static void __attribute__((format(printf, 1, 0))) say(const char *fmt, va_list ap)
{
	const int kept = errno;
	cleanup_buf struct buf message;
	cleanup_buf struct buf line;

	buf_init(&message, MESSAGE_MAX);
	/* An escape is at most six bytes for one. */
	buf_init(&line, 6 * MESSAGE_MAX + 16);
	(void)buf_vprintf(&message, fmt, ap);
	(void)buf_puts(&line, "judge: ");
	(void)text_escape(&line, message.data, message.len, true);
	if (message.failed == -EMSGSIZE)
		(void)buf_puts(&line, "…");
	(void)buf_putc(&line, '\n');
	if (message.failed == -ENOMEM || line.failed)
		fputs("judge: out of memory\n", stderr);
	else
		fwrite(line.data, 1, line.len, stderr);
	errno = kept;
}

void log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void log_note(const char *fmt, ...)
{
	va_list ap;

	if (level < LOG_NORMAL)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void log_debug(const char *fmt, ...)
{
	va_list ap;

	if (level < LOG_VERBOSE)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}
