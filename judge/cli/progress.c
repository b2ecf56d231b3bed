/*
 * progress: what is going on, while it goes on.
 *
 * A line is one write: "\r", the text, "erase to the end of the line". It is cut one column before the edge, since a
 * terminal that has written its last column may wrap, and then "\r" would leave the line behind.
 */
#include "judge/cli/progress.h"
#include "judge/report/report_page.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/log.h"

#include <signal.h>
#include <string.h>

#define LINE_BYTES_MAX  8192u
#define BLOCK_BYTES_MAX (4u << 20)
#define MOVE_MAX        16

/*
 * The descriptor that a line stands on, or -1, and how many that were drawn with it stand above. A signal handler has
 * no other way to know.
 */
static volatile sig_atomic_t line_on = -1, lines_above;

void progress_begin(struct progress *p, const struct terminal *screen, const char *name, bool quiet)
{
	*p = (struct progress){ .screen = *screen, .name = name, .quiet = quiet, .interval_us = PROGRESS_INTERVAL_US };
}

/* "\r\033[12A", or without lines above "\r". By hand, since a signal handler may not call printf. */
static size_t to_the_top(int above, char out[MOVE_MAX])
{
	char digits[8];
	size_t n = 0, len = 0;

	out[len++] = '\r';
	for (; above > 0 && n < sizeof(digits); above /= 10)
		digits[n++] = (char)('0' + above % 10);
	if (n > 0) {
		out[len++] = '\033';
		out[len++] = '[';
		while (n > 0)
			out[len++] = digits[--n];
		out[len++] = 'A';
	}
	return len;
}

void progress_erase(void)
{
	char text[MOVE_MAX + 4];
	const int fd = line_on;
	size_t n = to_the_top(lines_above, text);

	if (fd < 0)
		return;
	/* Of several lines all below the first goes with it. */
	memcpy(text + n, lines_above ? "\033[J" : "\033[K", 3);
	line_on = -1;
	lines_above = 0;
	/* Nothing can be done about a terminal that is gone. */
	if (write(fd, text, n + 3) < 0)
		return;
}

void progress_end(struct progress *p)
{
	(void)p;
	progress_erase();
}

/* "lru_cache: tests 17/42, 1 failed, edge/01-capacity-one" */
static void describe(const struct judge_event *ev, const char *name, struct buf *b)
{
	buf_printf(b, "%s: %s", name, ev->kind == EVENT_BUILD_TESTS ? "building tests" : stage_word(ev->stage));
	if (ev->total > 0)
		buf_printf(b, " %zu/%zu", ev->done, ev->total);
	if (ev->failed > 0)
		buf_printf(b, ", %zu failed", ev->failed);
	if (ev->test && ev->test->test)
		buf_printf(b, ", %s/%s", ev->test->test->group, ev->test->test->name);
}

static void draw(struct progress *p, const struct buf *text)
{
	cleanup_buf struct buf line;
	struct err ignored = ERR_INIT;
	struct page page;

	buf_init(&line, LINE_BYTES_MAX);
	buf_puts(&line, "\r");
	page_init(&page, &line, p->screen.width - 1, false, p->screen.unicode);
	page_put(&page, INK_PLAIN, text->data, text->len);
	buf_puts(&line, "\033[K");
	line_on = p->screen.fd;
	/* Chatter that cannot be shown is not worth an error. */
	if (fs_write_fd(p->screen.fd, line.data, line.len, &ignored) < 0)
		err_clear(&ignored);
}

static void say(struct progress *p, const struct judge_event *ev)
{
	if (ev->kind == EVENT_STAGE)
		log_note("%s: %s", p->name, stage_word(ev->stage));
	else if (ev->kind == EVENT_BUILD_TESTS && !p->building)
		log_note("%s: building tests", p->name);
	p->building = ev->kind == EVENT_BUILD_TESTS;
}

/* Was the line drawn so short a time ago that it stays? Otherwise it is to be drawn now. */
static bool is_fresh(struct progress *p)
{
	const uint64_t now = clock_mono_us();

	if (p->drawn_at_us && now - p->drawn_at_us < p->interval_us)
		return true;
	p->drawn_at_us = now;
	return false;
}

void progress_event(const struct judge_event *ev, void *arg)
{
	struct progress *p = arg;
	cleanup_buf struct buf text;

	buf_init(&text, LINE_BYTES_MAX);
	if (p->quiet)
		return;
	if (!p->screen.redraws) {
		say(p, ev);
		return;
	}
	if (ev->kind == EVENT_STAGE || ev->done == ev->total)
		p->drawn_at_us = 0;
	if (is_fresh(p))
		return;
	describe(ev, p->name, &text);
	draw(p, &text);
}

void progress_words(struct progress *p, const char *words, bool last)
{
	cleanup_buf struct buf text;

	buf_init(&text, LINE_BYTES_MAX);
	if (p->quiet)
		return;
	if (!p->screen.redraws) {
		if (last)
			log_note("%s: %s", p->name, words);
		return;
	}
	if (last)
		p->drawn_at_us = 0;
	if (is_fresh(p))
		return;
	buf_printf(&text, "%s: %s", p->name, words);
	draw(p, &text);
}

/* In one write, so that nobody sees it half drawn. */
void progress_block(const struct terminal *screen, const struct buf *lines, size_t n)
{
	cleanup_buf struct buf b;
	struct err ignored = ERR_INIT;
	char top[MOVE_MAX];

	buf_init(&b, BLOCK_BYTES_MAX);
	(void)buf_append(&b, top, to_the_top(lines_above, top));
	for (const char *at = lines->data; *at;) {
		const size_t len = strcspn(at, "\n");

		(void)buf_append(&b, at, len);
		at += len + (at[len] == '\n');
		(void)buf_puts(&b, *at ? "\033[K\r\n" : "\033[K\033[J");
	}
	line_on = screen->fd;
	if (fs_write_fd(screen->fd, b.data, b.len, &ignored) < 0)
		err_clear(&ignored);
	lines_above = (sig_atomic_t)n - 1;
}
