/*
 * verdict: the table of verdict.h as lookups.
 *
 * Nothing else in the judge spells a verdict's id or its words, so that a report, the store and a commit status
 * cannot come to disagree. A value that is no verdict (read from a damaged store, say) reads as "-", never past a
 * table.
 */
#include "judge/verdict.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *id;
	const char *words;
	enum verdict big5;
} verdicts[VERDICT_COUNT] = { [VERDICT_NONE] = { "-", "not judged", VERDICT_NONE },
#define X(id, words, big5) [VERDICT_##id] = { #id, words, VERDICT_##big5 },
			      VERDICTS(X)
#undef X
};

static size_t row_of(enum verdict v)
{
	return (unsigned)v < VERDICT_COUNT ? (size_t)v : VERDICT_NONE;
}

const char *verdict_id(enum verdict v)
{
	return verdicts[row_of(v)].id;
}

const char *verdict_words(enum verdict v)
{
	return verdicts[row_of(v)].words;
}

enum verdict verdict_big5(enum verdict v)
{
	return verdicts[row_of(v)].big5;
}

int verdict_parse(const char *id, enum verdict *out, struct err *e)
{
	for (size_t v = VERDICT_NONE + 1; v < VERDICT_COUNT; v++) {
		if (strcmp(id, verdicts[v].id) == 0) {
			*out = (enum verdict)v;
			return 0;
		}
	}
#define X(id, words, big5) " " #id
	return err_set(e, -EINVAL, "'%.20s' is no verdict; the verdicts are" VERDICTS(X), id);
#undef X
}
