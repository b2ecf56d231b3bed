/*
 * check on any bytes: "arguments \0 answer \0 output", where the answer ends at the last NUL, so that it may hold
 * some too.
 *
 * Held to be true: a text agrees with itself under all arguments, and blanks around tokens matter only when told so;
 * a difference has a line that lies in what was compared, holds no "\n" and is not over its ceiling; NO means that
 * the output has no token; without tolerances the verdict is the same when both are exchanged; more tolerance never
 * rejects more.
 */
#include "judge/check.h"
#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
	const char *p;
	size_t n;
};

static void must(bool fact)
{
	if (!fact)
		abort();
}

static bool is_blank(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != ' ' && !(b.p[i] >= '\t' && b.p[i] <= '\r'))
			return false;
	return true;
}

static void check_line(const struct check_line *line, struct bytes of)
{
	if (!line->text) {
		must(line->len == 0 && !line->cut_before && !line->cut_after);
		return;
	}
	must(line->len <= CHECK_LINE_MAX && line->text >= of.p && line->text + line->len <= of.p + of.n);
	must(!memchr(line->text, '\n', line->len));
	must(line->cut_before || line->text == of.p || line->text[-1] == '\n');
	must(line->cut_after || line->text + line->len == of.p + of.n || line->text[line->len] == '\n');
}

static enum verdict compare(const struct check_options *o, struct bytes answer, struct bytes output)
{
	struct check_result r;

	check_output(o, answer.p, answer.n, output.p, output.n, &r);
	must(r.verdict == VERDICT_AC || r.verdict == VERDICT_WA || r.verdict == VERDICT_NO);
	must((r.verdict == VERDICT_AC) == (r.line == 0));
	must(r.verdict == VERDICT_AC || r.expected.text || r.found.text);
	must(r.verdict != VERDICT_NO || (is_blank(output) && !is_blank(answer)));
	must(!r.only_space || (o->space_change_sensitive && r.verdict == VERDICT_WA));
	check_line(&r.expected, answer);
	check_line(&r.found, output);
	return r.verdict;
}

/* The text with each blank doubled. */
static void try_blanks(struct check_options o, struct bytes b)
{
	cleanup_free char *spread = malloc(2 * b.n + 1);
	size_t n = 0;

	must(spread != NULL);
	for (size_t i = 0; i < b.n; i++) {
		spread[n++] = b.p[i];
		if (is_blank((struct bytes){ b.p + i, 1 }))
			spread[n++] = '\n';
	}
	o.space_change_sensitive = false;
	must(compare(&o, b, (struct bytes){ spread, n }) == VERDICT_AC);
	o.space_change_sensitive = true;
	must((compare(&o, b, (struct bytes){ spread, n }) == VERDICT_AC) == (n == b.n));
}

static void try_options(struct check_options o, struct bytes answer, struct bytes output)
{
	const bool accepted = compare(&o, answer, output) == VERDICT_AC;

	must(compare(&o, answer, answer) == VERDICT_AC);
	try_blanks(o, answer);
	if (!o.has_absolute && !o.has_relative)
		must(accepted == (compare(&o, output, answer) == VERDICT_AC));
	if (o.has_absolute && accepted) {
		o.absolute = 2 * o.absolute + 1;
		must(compare(&o, answer, output) == VERDICT_AC);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *first = size ? memchr(text, 0, size) : NULL;
	const char *last = size ? memrchr(text, 0, size) : NULL;
	struct check_options o = { .absolute = 42 };
	struct bytes answer, output;
	struct err e = ERR_INIT;
	int r;

	if (!first || first == last)
		return 0;
	answer = (struct bytes){ first + 1, (size_t)(last - first - 1) };
	output = (struct bytes){ last + 1, size - (size_t)(last + 1 - text) };
	r = check_parse(text, &o, &e);
	if (r < 0) {
		must(r == -EINVAL && e.text[0] && o.absolute == 42);
		return 0;
	}
	must(o.absolute >= 0 && o.relative >= 0);
	try_options(o, answer, output);
	return 0;
}
