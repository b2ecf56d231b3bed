/*
 * driver: plays one test of slow_code.
 *
 * An input is one log or several. Each begins with a line `log`, or `log open` when its last line is not ended; the
 * lines of the log follow, each behind a `|`. The answer is the summary of each log, ended by a line `--`.
 *
 * A log lies between guards, and is compared after the call with what it was.
 */
#include "driver.h"

#include <stdlib.h>
#include <string.h>

#define GUARD_BYTES 32
#define GUARD       '7' /* part of a number: a scan that leaves the log finds no end */
#define LINE_MORE   80  /* what a line of a summary holds besides bytes of the log */

static char *(*log_summary)(const char *log);

const struct driver_function driver_functions[] = {
	{ "log_summary", (void **)&log_summary },
	{ NULL, NULL },
};

struct bytes {
	char *at;
	size_t n, room;
};

static void append(struct bytes *b, const char *added, size_t n)
{
	if (b->n + n > b->room) {
		char *old = b->at;

		b->room = 2 * (b->n + n) + 4096;
		b->at = driver_alloc(b->room, 1);
		if (b->n)
			memcpy(b->at, old, b->n);
	}
	memcpy(b->at + b->n, added, n);
	b->n += n;
}

static void append_guard(struct bytes *b)
{
	char guard[GUARD_BYTES];

	memset(guard, GUARD, sizeof(guard));
	append(b, guard, sizeof(guard));
}

/* Guard, log, NUL, guard; returns the number of lines. */
static size_t read_log(struct bytes *b)
{
	size_t len, lines = 0;
	const char *line = driver_read_line(&len);
	bool open = len == 8 && memcmp(line, "log open", 8) == 0;

	if (!open && (len != 3 || memcmp(line, "log", 3) != 0))
		driver_bad_input("a line log or log open");
	b->n = 0;
	append_guard(b);
	while (!driver_at_end() && *driver_read_bytes(0) == '|') {
		line = driver_read_line(&len);
		append(b, line + 1, len - 1);
		append(b, "\n", 1);
		lines++;
	}
	if (open && !lines)
		driver_bad_input("a line that is not ended");
	b->n -= open;
	append(b, "", 1);
	append_guard(b);
	return lines;
}

static void play_log(struct bytes *log, struct bytes *kept)
{
	size_t lines = read_log(log), most = log->n + (lines + 8) * LINE_MORE, n;
	char *summary;

	kept->n = 0;
	append(kept, log->at, log->n);
	driver_fence(log->at, GUARD_BYTES);
	driver_fence(log->at + log->n - GUARD_BYTES, GUARD_BYTES);
	summary = log_summary(log->at + GUARD_BYTES);
	driver_unfence(log->at, GUARD_BYTES);
	driver_unfence(log->at + log->n - GUARD_BYTES, GUARD_BYTES);
	if (memcmp(log->at, kept->at, log->n) != 0)
		driver_complain("the log was changed, or something was written beside it");
	if (!summary)
		driver_complain("log_summary returned NULL");
	if (summary >= log->at && summary < log->at + log->n)
		driver_complain("log_summary returned a part of the log");
	n = strnlen(summary, most);
	if (n == most)
		driver_complain("the summary is longer than it can be, or not ended by NUL");
	driver_write_bytes(summary, n);
	driver_write_str("--\n");
	free(summary);
}

void driver_run(void)
{
	struct bytes log = { .n = 0 }, kept = { .n = 0 };

	while (!driver_at_end())
		play_log(&log, &kept);
}
