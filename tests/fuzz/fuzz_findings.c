/*
 * findings on any bytes.
 *
 * Held to be true: no more sightings and frames than there is room for; each has a kind of the table; a file's name
 * stands in the text in front of a colon, is ended and holds no newline; without the end of the last line nothing more
 * is found.
 */
#include "runners/runner.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void check(const struct sighting *s, const char *text, size_t len)
{
	size_t n = strnlen(s->file, sizeof(s->file));

	must(s->kind && finding_kind(s->kind->name) && s->kind->class < FINDING_CLASSES);
	must(s->access.n <= FINDING_FRAMES_MAX && s->allocated.n <= FINDING_FRAMES_MAX &&
	     s->freed.n <= FINDING_FRAMES_MAX);
	must(n < sizeof(s->file) && !memchr(s->file, '\n', n));
	must(!n || memmem(text, len, s->file, n));
	must(s->kind->class != FINDING_LEAK || s->blocks > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* On the heap and of this size, so that a byte too many is seen. */
	char *text = malloc(size + !size);
	struct sighting list[SIGHTINGS_MAX], less[SIGHTINGS_MAX];
	size_t n;

	must(text != NULL);
	memcpy(text, data, size);
	n = findings_parse(text, size, list);
	must(n <= SIGHTINGS_MAX);
	for (size_t i = 0; i < n; i++)
		check(&list[i], text, size);
	must(findings_parse(text, size - (size > 0), less) <= n);
	free(text);
	return 0;
}
