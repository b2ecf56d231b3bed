/*
 * junit: JUnit XML.
 *
 * There is no one specification of it; the elements and attributes are those that its readers agree on. Texts come from
 * packages and compilers: what XML cannot hold, not even escaped, becomes U+FFFD, so that a document is always well
 * formed.
 */
#include "judge/cli/junit.h"

#include "sandbox/base/clock.h"
#include "sandbox/base/text.h"

#include <string.h>

#define DOCUMENT_MAX (64u * 1024u * 1024u)
#define REPLACEMENT  "\xef\xbf\xbd"

/* XML 1.0, production 2. */
static bool is_char(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp != 0xfffe && cp != 0xffff);
}

static void put_text(struct buf *b, const char *s)
{
	const size_t n = strlen(s);

	for (size_t at = 0, step; at < n; at += step) {
		uint32_t cp = 0;

		step = text_utf8_next(s + at, n - at, &cp);
		if (!step || !is_char(cp))
			buf_puts(b, REPLACEMENT);
		else if (cp < 0x80 && strchr("&<>\"'\t\n\r", (int)cp))
			buf_printf(b, "&#%u;", (unsigned)cp);
		else
			buf_append(b, s + at, step);
		step = step ? step : 1;
	}
}

static void put_attribute(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, " %s=\"", name);
	put_text(b, value);
	buf_putc(b, '"');
}

void junit_init(struct junit *x)
{
	*x = (struct junit){ .tests = 0 };
	buf_init(&x->suites, DOCUMENT_MAX);
	buf_init(&x->cases, DOCUMENT_MAX);
}

void junit_clear(struct junit *x)
{
	buf_clear(&x->suites);
	buf_clear(&x->cases);
}

void junit_begin(struct junit *x)
{
	buf_reset(&x->cases);
	x->tests = x->failures = x->skipped = 0;
	x->begun_us = clock_mono_us();
}

static void put_end(struct junit *x, const struct verify_line *l)
{
	switch (l->result) {
	case VERIFY_OK:
		buf_puts(&x->cases, "/>\n");
		return;
	case VERIFY_FAILED:
		x->failures++;
		buf_puts(&x->cases, "><failure type=\"verify\"");
		put_attribute(&x->cases, "message", l->text);
		buf_puts(&x->cases, "/></testcase>\n");
		return;
	case VERIFY_UNDECIDED:
		x->skipped++;
		buf_puts(&x->cases, "><skipped");
		put_attribute(&x->cases, "message", l->text);
		buf_puts(&x->cases, "/></testcase>\n");
		return;
	case VERIFY_WARNED:
	case VERIFY_NOTED:
		buf_puts(&x->cases, l->result == VERIFY_NOTED ? "><system-out>note: " : "><system-out>warning: ");
		put_text(&x->cases, l->text);
		buf_puts(&x->cases, "</system-out></testcase>\n");
		return;
	}
}

void junit_line(struct junit *x, const char *problem, const struct verify_line *l)
{
	x->tests++;
	buf_puts(&x->cases, "    <testcase");
	put_attribute(&x->cases, "classname", problem);
	put_attribute(&x->cases, "name", l->reference ? l->reference->file : l->text);
	put_end(x, l);
}

void junit_end(struct junit *x, const char *problem)
{
	const double seconds = (double)(clock_mono_us() - x->begun_us) / CLOCK_US_PER_S;

	buf_puts(&x->suites, "  <testsuite");
	put_attribute(&x->suites, "name", problem);
	buf_printf(&x->suites, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"%.3f\">\n",
		   x->tests, x->failures, x->skipped, seconds);
	buf_append(&x->suites, x->cases.data, x->cases.len);
	buf_puts(&x->suites, "  </testsuite>\n");
	x->all_tests += x->tests;
	x->all_failures += x->failures;
	x->all_skipped += x->skipped;
}

int junit_print(const struct junit *x, struct buf *out, struct err *e)
{
	if (buf_error(&x->suites, "JUnit", e) < 0 || buf_error(&x->cases, "JUnit", e) < 0)
		return e->code;
	buf_printf(out,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<testsuites name=\"judge verify\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
		   x->all_tests, x->all_failures, x->all_skipped);
	buf_append(out, x->suites.data, x->suites.len);
	buf_puts(out, "</testsuites>\n");
	return buf_error(out, "JUnit", e);
}
