/*
 * rules: what a problem forbids or demands of a source, and of the object that was made from it.
 *
 * Rules on source look at tokens (lexer.h), so that neither a comment nor a string breaks or keeps one. They are for
 * honest candidates: macros are not expanded, so ## or a macro gets around them. Rules on symbols are read from what
 * the linker made and cannot be spelled around; code that asks the kernel itself needs no symbol, and is the box's
 * affair.
 *
 * A pattern comes with a problem package and meets a text from a candidate; neither is trusted. The pattern is
 * bounded in length and nesting, runs without JIT, in bytes, within limits for matching steps, heap and depth. PCRE2
 * counts the steps anew for each place where a match could begin, and not what one repetition runs through: "\s+x"
 * costs seconds on a long comment that was made blank. So a callout looks at the processor time as well. Every limit
 * ends the check with an error.
 */
#include "runners/lexer.h"
#include "runners/runner.h"

#include "sandbox/base/clock.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PATTERN_BYTES_MAX   1000
#define PATTERN_NESTING_MAX 50
#define MATCH_STEPS_MAX     100000
#define MATCH_DEPTH_MAX     20000
#define MATCH_HEAP_KIB      16384
#define MATCH_CPU_US        CLOCK_US_PER_S /* of all patterns on all sources of one check */
#define CALLS_PER_LOOK      256 /* at the clock; one call may stand for a walk through the whole text: 0.1 ms */

#define PLACES_MAX 4 /* of one rule in one file, so that many breaches of one rule do not hide another */

/* ---- hits, in the order of the rules, then of the files, then of the places ---- */

struct hits {
	struct rule_hit list[RULE_HITS_MAX];
	size_t n;
};

static bool is_before(const struct rule_hit *a, const struct rule_hit *b)
{
	return a->rule != b->rule ? a->rule < b->rule : a->source < b->source;
}

static void hits_add(struct hits *h, const struct rule_hit *hit)
{
	size_t i = h->n;

	while (i > 0 && is_before(hit, &h->list[i - 1]))
		i--;
	if (i == RULE_HITS_MAX)
		return;
	if (h->n < RULE_HITS_MAX)
		h->n++;
	memmove(&h->list[i + 1], &h->list[i], (h->n - 1 - i) * sizeof(*hit));
	h->list[i] = *hit;
}

static void hits_give(const struct hits *h, struct rule_hit hits[RULE_HITS_MAX], size_t *n_hits)
{
	memcpy(hits, h->list, h->n * sizeof(*hits));
	*n_hits = h->n;
}

/* ---- one rule on one file ---- */

struct check {
	const struct rule *rules;
	size_t n_rules;
	pcre2_code **codes; /* by rule; NULL for what is no pattern */
	bool *found;        /* by rule: is it in some file? */
	pcre2_match_context *matching;
	pcre2_match_data *match;
	unsigned long calls; /* of the callout */
	uint64_t cpu_end_us;
	struct hits hits;
};

/* One file under one rule. */
struct scan {
	struct check *check;
	const struct rule *rule;
	size_t source;
	const struct lexed *lx;
	size_t n_places;
};

/* A place was found: true when enough are known. */
static bool scan_add(struct scan *s, uint32_t offset, uint32_t length, uint32_t line, uint32_t column)
{
	const struct rule_hit hit = { s->rule, s->source, line, column, lexed_clip(s->lx, offset, length) };

	s->check->found[s->rule - s->check->rules] = true;
	if (s->rule->require)
		return true;
	hits_add(&s->check->hits, &hit);
	return ++s->n_places == PLACES_MAX;
}

static bool scan_add_token(struct scan *s, const struct token *t)
{
	return scan_add(s, t->offset, t->length, t->line, t->column);
}

/* Does t[1] follow in the same line of a directive, or both in no directive? */
static bool goes_on(const struct token *t)
{
	return !t[1].first || (!t[0].directive && !t[1].directive);
}

static void scan_identifiers(struct scan *s, bool call)
{
	for (size_t i = 0; i < s->lx->n_tokens; i++) {
		const struct token *t = &s->lx->tokens[i];

		if (t->kind != TOKEN_IDENTIFIER || !token_is(t, s->rule->what))
			continue;
		if (call && (i + 1 == s->lx->n_tokens || !token_is(t + 1, "(") || !goes_on(t)))
			continue;
		if (scan_add_token(s, t))
			return;
	}
}

/*
 * Takes the last component off a path that is `*n` bytes long, after ".." and "." have had their effect; false at its
 * beginning.
 */
static bool last_component(const char *path, size_t *n, const char **name, size_t *name_len)
{
	size_t skip = 0;

	while (*n > 0) {
		const size_t end = *n;
		size_t start = end;

		while (start > 0 && path[start - 1] != '/')
			start--;
		*n = start > 0 ? start - 1 : 0;
		*name = path + start;
		*name_len = end - start;
		if (*name_len == 0 || (*name_len == 1 && **name == '.'))
			continue;
		if (*name_len == 2 && memcmp(*name, "..", 2) == 0)
			skip++;
		else if (skip == 0)
			return true;
		else
			skip--;
	}
	return false;
}

/*
 * Does the operand of an #include name the header `what`? "./stdio.h" does. Where an absolute path or ".." leads is
 * not known here, so it is enough that such a path ends in the name.
 */
static bool names_header(const struct token *operand, const char *what)
{
	const char *path = operand->text + 1;
	size_t n = operand->size - 2;
	size_t what_n = strlen(what);
	const bool anywhere = (n > 0 && *path == '/') || memmem(path, n, "..", 2);
	const char *a, *b;
	size_t a_len, b_len;

	while (last_component(what, &what_n, &b, &b_len)) {
		if (!last_component(path, &n, &a, &a_len) || a_len != b_len || memcmp(a, b, a_len) != 0)
			return false;
	}
	return anywhere || !last_component(path, &n, &a, &a_len);
}

/* An #include of a macro cannot be read here: what must not be included may be behind it, so it counts as that. */
static void scan_includes(struct scan *s)
{
	const struct token *tokens = s->lx->tokens;

	for (size_t i = 2; i < s->lx->n_tokens; i++) {
		const struct token *t = &tokens[i];
		bool hit;

		if (!t[-2].first || !token_is(&t[-2], "#") || !token_is_include(&t[-1]) || t[-1].first || t->first)
			continue;
		hit = t->kind == TOKEN_HEADER ? names_header(t, s->rule->what) : !s->rule->require;
		if (hit && scan_add_token(s, t))
			return;
	}
}

/* ---- patterns ---- */

static uint64_t cpu_us(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) < 0)
		return 0;
	return (uint64_t)t.tv_sec * CLOCK_US_PER_S + (uint64_t)t.tv_nsec / 1000;
}

/* PCRE2 calls this ahead of each item of a pattern (PCRE2_AUTO_CALLOUT). */
static int look_at_clock(pcre2_callout_block *block, void *data)
{
	struct check *c = data;

	(void)block;
	if (++c->calls % CALLS_PER_LOOK != 0 || cpu_us() < c->cpu_end_us)
		return 0;
	return PCRE2_ERROR_CALLOUT;
}

static int refuse_pattern(const struct rule *rule, int code, size_t offset, struct err *e)
{
	char text[200] = "";

	pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof(text));
	return err_set(e, -EINVAL, "pattern '%.100s': %s at byte %zu", rule->what, text, offset);
}

static int compile_pattern(const struct rule *rule, pcre2_compile_context *cc, pcre2_code **out, struct err *e)
{
	const uint32_t options = PCRE2_MULTILINE | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;
	const size_t len = strlen(rule->what);
	size_t offset;
	int code;

	if (len > PATTERN_BYTES_MAX)
		return err_set(e, -EINVAL, "pattern '%.100s…' is longer than %d bytes", rule->what, PATTERN_BYTES_MAX);
	*out = pcre2_compile((PCRE2_SPTR)rule->what, len, options, &code, &offset, cc);
	return *out ? 0 : refuse_pattern(rule, code, offset, e);
}

static int refuse_match(const struct rule *rule, int code, struct err *e)
{
	char text[200] = "";

	switch (code) {
	case PCRE2_ERROR_CALLOUT:
		return err_set(e, -E2BIG, "pattern '%.100s' takes too long", rule->what);
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_RECURSELOOP:
		pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof(text));
		return err_set(e, -E2BIG, "pattern '%.100s': %s", rule->what, text);
	case PCRE2_ERROR_NOMEMORY:
		return err_set(e, -ENOMEM, "pattern '%.100s': out of memory", rule->what);
	default:
		return err_set(e, -EINVAL, "pattern '%.100s': PCRE2 error %d", rule->what, code);
	}
}

/* The place to mark is the first byte of the match that can be seen. */
static bool scan_add_match(struct scan *s, size_t from, size_t to)
{
	const char *text = s->lx->blanked;
	struct place first, last;
	size_t seen = from;

	while (seen < to && strchr(" \t\n\r", text[seen]))
		seen++;
	if (seen == to)
		seen = from;
	first = lexed_place(s->lx, seen);
	last = lexed_place(s->lx, seen < to ? to - 1 : to);
	return scan_add(s, first.offset, last.offset - first.offset + (seen < to), first.line, first.column);
}

static int scan_pattern(struct scan *s, struct err *e)
{
	struct check *c = s->check;
	const pcre2_code *code = c->codes[s->rule - c->rules];
	const size_t *range = pcre2_get_ovector_pointer(c->match);
	size_t from = 0;

	while (from <= s->lx->blanked_len) {
		size_t first, next;
		const int n = pcre2_match(code, (PCRE2_SPTR)s->lx->blanked, s->lx->blanked_len, from, 0, c->match,
					  c->matching);

		if (n == PCRE2_ERROR_NOMATCH)
			return 0;
		if (n < 0)
			return refuse_match(s->rule, n, e);
		/* \K can put the beginning behind the end. */
		first = range[0] < range[1] ? range[0] : range[1];
		if (scan_add_match(s, first, range[1]))
			return 0;
		next = first < range[1] ? range[1] : range[1] + 1;
		from = next > from ? next : from + 1;
	}
	return 0;
}

/* ---- the check ---- */

static void check_clear(struct check *c)
{
	for (size_t i = 0; c->codes && i < c->n_rules; i++)
		pcre2_code_free(c->codes[i]);
	free(c->codes);
	free(c->found);
	pcre2_match_context_free(c->matching);
	pcre2_match_data_free(c->match);
}

static int check_compile(struct check *c, struct err *e)
{
	pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
	int r = 0;

	if (!cc)
		return err_set(e, -ENOMEM, "patterns: out of memory");
	pcre2_set_parens_nest_limit(cc, PATTERN_NESTING_MAX);
	pcre2_set_newline(cc, PCRE2_NEWLINE_ANYCRLF);
	for (size_t i = 0; i < c->n_rules && r == 0; i++) {
		if (c->rules[i].kind == RULE_PATTERN)
			r = compile_pattern(&c->rules[i], cc, &c->codes[i], e);
	}
	pcre2_compile_context_free(cc);
	return r;
}

static int check_init(struct check *c, const struct rule *rules, size_t n_rules, struct err *e)
{
	*c = (struct check){ .rules = rules, .n_rules = n_rules };
	c->codes = calloc(n_rules + 1, sizeof(*c->codes));
	c->found = calloc(n_rules + 1, sizeof(*c->found));
	c->matching = pcre2_match_context_create(NULL);
	c->match = pcre2_match_data_create(1, NULL);
	if (!c->codes || !c->found || !c->matching || !c->match)
		return err_set(e, -ENOMEM, "rules: out of memory");
	pcre2_set_match_limit(c->matching, MATCH_STEPS_MAX);
	pcre2_set_depth_limit(c->matching, MATCH_DEPTH_MAX);
	pcre2_set_heap_limit(c->matching, MATCH_HEAP_KIB);
	pcre2_set_callout(c->matching, look_at_clock, c);
	c->cpu_end_us = cpu_us() + MATCH_CPU_US;
	return check_compile(c, e);
}

static int check_source(struct check *c, const struct source *source, size_t index, struct err *e)
{
	cleanup_lexed struct lexed lx = { 0 };
	int r = lexer_read(source->text, source->len, &lx, e);

	for (size_t i = 0; i < c->n_rules && r == 0; i++) {
		struct scan s = { .check = c, .rule = &c->rules[i], .source = index, .lx = &lx };

		if (s.rule->require && c->found[i])
			continue;
		switch (s.rule->kind) {
		case RULE_IDENTIFIER:
			scan_identifiers(&s, false);
			break;
		case RULE_CALL:
			scan_identifiers(&s, true);
			break;
		case RULE_INCLUDE:
			scan_includes(&s);
			break;
		case RULE_PATTERN:
			r = scan_pattern(&s, e);
			break;
		case RULE_SYMBOL:
			break;
		}
	}
	return r < 0 ? err_wrap(e, "%s", source->name) : 0;
}

int rules_check_source(const struct rule *rules, size_t n_rules, const struct source *sources, size_t n_sources,
		       struct rule_hit hits[RULE_HITS_MAX], size_t *n_hits, struct err *e)
{
	cleanup(check_clear) struct check c = { 0 };
	int r = check_init(&c, rules, n_rules, e);

	for (size_t i = 0; i < n_sources && r == 0; i++)
		r = check_source(&c, &sources[i], i, e);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n_rules; i++) {
		if (rules[i].require && !c.found[i] && rules[i].kind != RULE_SYMBOL)
			hits_add(&c.hits, &(struct rule_hit){ .rule = &rules[i] });
	}
	hits_give(&c.hits, hits, n_hits);
	return 0;
}

/* ---- objects ---- */

static int compare_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

int rules_check_object(const struct rule *rules, size_t n_rules, const struct object_facts *facts,
		       struct rule_hit hits[RULE_HITS_MAX], size_t *n_hits, struct err *e)
{
	struct hits found = { .n = 0 };

	(void)e;
	for (size_t i = 0; i < n_rules; i++) {
		bool refers;

		if (rules[i].kind != RULE_SYMBOL)
			continue;
		refers = facts->n_undefined > 0 && bsearch(rules[i].what, facts->undefined, facts->n_undefined,
							   sizeof(*facts->undefined), compare_name);
		if (refers != rules[i].require)
			hits_add(&found, &(struct rule_hit){ .rule = &rules[i] });
	}
	hits_give(&found, hits, n_hits);
	return 0;
}
