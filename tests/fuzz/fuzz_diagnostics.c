/*
 * diagnostics_parse on any bytes.
 *
 * Held to be true: the list is bounded; no error stands behind a warning; a text is short, has words, is UTF-8 without
 * anything that steers a terminal, and has no path of the box in it; a place is in a file of the candidate's.
 */
#include "runners/diagnostics.h"

#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void must_be_clean(const char *text)
{
	const size_t n = strlen(text);

	must(n > 0 && n <= DIAGNOSTIC_TEXT_MAX && text_utf8_valid(text, n, NULL));
	for (size_t i = 0; i < n; i++)
		must((unsigned char)text[i] >= 0x20 && text[i] != 0x7f);
	must(strncmp(text, "/work/", 6) != 0 && !strstr(text, " /work/") && !strstr(text, "'/box/"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct diagnostics_name names[] = {
		{ "a b.c", "a b.c" }, { "/box/0.c", "a b.c" }, { "/work/0.s", "a b.c" },
		{ "c.c", "c.c" },     { "/work/1.o", "c.c" },  { "/box/judge.h", NULL },
	};
	static const struct signature signatures[] = { { "solve", "int(int)" } };
	static const struct diagnostics_context cx = { names, 6, signatures, 1 };
	cleanup_arena struct arena a;
	struct diagnostics found;
	struct err e = ERR_INIT;
	bool warned = false;

	arena_init(&a, DIAGNOSTICS_MAX * 1024);
	must(diagnostics_parse((const char *)data, size, &cx, &a, &found, &e) == 0);
	must(found.n <= DIAGNOSTICS_MAX && (found.n == DIAGNOSTICS_MAX || found.n_dropped == 0));
	for (size_t i = 0; i < found.n; i++) {
		const struct diagnostic *d = &found.list[i];

		warned |= d->level == DIAGNOSTIC_WARNING;
		must(!warned || d->level != DIAGNOSTIC_ERROR);
		must_be_clean(d->text);
		must(!d->file || !strcmp(d->file, "a b.c") || !strcmp(d->file, "c.c"));
		must(d->file || d->line == 0);
		must(d->line || d->column == 0);
		must(!d->option || !strncmp(d->option, "-W", 2));
	}
	return 0;
}
