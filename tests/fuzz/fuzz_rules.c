/*
 * rules_check_source: the first line is a pattern, the second a name, the rest a source.
 *
 * Held to be true: the answer comes, as hits or as one of three errors; hits are in order, few, and mark something on a
 * line of the source; what is forbidden is found exactly where what is required is not missing.
 */
#include "runners/runner.h"

#include <errno.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

/* The rest of the line as a C string, cut at a NUL; *p and *n go behind it. */
static char *take_line(const char **p, size_t *n)
{
	const char *end = memchr(*p, '\n', *n);
	const size_t len = end ? (size_t)(end - *p) : *n;
	char *line = strndup(*p, len);

	must(line != NULL);
	*p += end ? len + 1 : len;
	*n -= end ? len + 1 : len;
	return line;
}

static void must_be_marked(const struct rule_hit *hit, const struct source *s)
{
	uint32_t line = 1, column = 1;
	size_t i = 0;

	for (; i < s->len && (line < hit->line || column < hit->column); i++) {
		const bool ends =
			s->text[i] == '\n' || (s->text[i] == '\r' && (i + 1 == s->len || s->text[i + 1] != '\n'));

		column++;
		if (ends && line < hit->line) {
			line++;
			column = 1;
		}
	}
	must(line == hit->line && column == hit->column && hit->length <= s->len - i);
	must(!memchr(s->text + i, '\n', hit->length));
}

static void must_be_hits(const struct rule_hit *hits, size_t n, const struct rule *rules, size_t n_rules,
			 const struct source *s)
{
	bool forbidden[8] = { false }, missing[8] = { false };

	must(n <= RULE_HITS_MAX);
	for (size_t i = 0; i < n; i++) {
		const size_t rule = (size_t)(hits[i].rule - rules);

		must(rule < n_rules && (i == 0 || hits[i - 1].rule <= hits[i].rule));
		must(hits[i].source == 0 && (hits[i].line == 0) == rules[rule].require);
		if (hits[i].line > 0)
			must_be_marked(&hits[i], s);
		(rules[rule].require ? missing : forbidden)[rule] = true;
	}
	for (size_t i = 0; i + 1 < n_rules; i += 2)
		must(rules[i].kind == RULE_INCLUDE || forbidden[i] != missing[i + 1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	cleanup_free char *pattern = take_line(&p, &size);
	cleanup_free char *name = take_line(&p, &size);
	const struct source source = { "fuzz.c", p, size };
	const struct rule rules[] = {
		{ RULE_IDENTIFIER, false, name, NULL }, { RULE_IDENTIFIER, true, name, NULL },
		{ RULE_CALL, false, name, NULL },       { RULE_CALL, true, name, NULL },
		{ RULE_INCLUDE, false, name, NULL },    { RULE_INCLUDE, true, name, NULL },
		{ RULE_PATTERN, false, pattern, NULL }, { RULE_PATTERN, true, pattern, NULL },
	};
	struct rule_hit hits[RULE_HITS_MAX];
	struct err e = ERR_INIT;
	size_t n = 0;
	const int r = rules_check_source(rules, 8, &source, 1, hits, &n, &e);

	must(r == 0 || r == -EINVAL || r == -E2BIG);
	must(r == e.code);
	if (r == 0)
		must_be_hits(hits, n, rules, 8, &source);
	return 0;
}
