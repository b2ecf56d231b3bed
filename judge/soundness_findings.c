/*
 * What the check for soundness found, as people read it: once for a kind and a place, with the lines of the source.
 *
 * The same fault shows in many tests, and again on the way of what it broke. So sightings of one stack are joined, then
 * findings of one place, and what only echoes a memory error on its line is left out. Words are added that no run
 * gives: of a source that names the sanitizers, and of the compiler's analyzer, which can be wrong and decides nothing.
 *
 * What runs showed is the word of the candidate's process: bounded, and resolved in a box. Whether any of it decides is
 * for the package to say, and for soundness.c to do.
 */
#include "judge/soundness.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FINDINGS_MAX 128u /* of all tests together, before those of one place are joined */

/* ---- what is found ----------------------------------------------------------------------------------------------- */

struct gathered {
	struct sighting list[FINDINGS_MAX];
	size_t test[FINDINGS_MAX];
	struct flaw flaws[FINDINGS_MAX];
	size_t n;
};

static bool same_stack(const struct finding_stack *a, const struct finding_stack *b)
{
	return a->n == b->n && !memcmp(a->at, b->at, a->n * sizeof(a->at[0]));
}

/* How much leaks differs from test to test; where it was allocated does not. */
static bool same_sighting(const struct sighting *a, const struct sighting *b)
{
	return a->kind == b->kind && a->line == b->line && !strcmp(a->file, b->file) &&
	       same_stack(&a->access, &b->access) && same_stack(&a->allocated, &b->allocated) &&
	       same_stack(&a->freed, &b->freed);
}

static void gather(struct gathered *g, const struct seen *seen, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < seen[i].n && g->n < FINDINGS_MAX; k++) {
			size_t old = 0;

			while (old < g->n && !same_sighting(&g->list[old], &seen[i].list[k]))
				old++;
			if (old < g->n)
				continue;
			g->list[g->n] = seen[i].list[k];
			g->test[g->n++] = seen[i].test;
		}
	}
}

static bool same_place(const struct flaw *a, const struct flaw *b)
{
	const struct spot *p = flaw_spot(a), *q = flaw_spot(b);

	return !p || !q ? p == q : p->line == q->line && !strcmp(p->file, q->file);
}

/* Is the finding said already, or by a memory error on the same line? */
static bool is_said(const struct gathered *g, size_t which)
{
	const struct flaw *f = &g->flaws[which];

	for (size_t i = 0; i < g->n; i++) {
		const struct flaw *other = &g->flaws[i];

		if (i == which || !same_place(f, other))
			continue;
		if ((i < which && other->kind == f->kind) ||
		    (f->kind->echo && other->kind->class == FINDING_MEMORY && !other->kind->echo))
			return true;
	}
	return false;
}

/* What is undefined in the driver, or in a header of the package, is not the candidate's. */
static bool is_the_packages(const struct flaw *f)
{
	return f->kind->class == FINDING_UNDEFINED && !flaw_spot(f);
}

static int rank(const struct report_finding *f)
{
	return 8 * !f->decides + 2 * (int)f->flaw.kind->class + f->flaw.kind->echo;
}

/* Puts it where it belongs by rank; among equals it stays behind those that came earlier. */
static void insert(struct report *r, struct report_finding f)
{
	size_t at = r->n_findings++;

	for (; at > 0 && rank(&r->findings[at - 1]) > rank(&f); at--)
		r->findings[at] = r->findings[at - 1];
	r->findings[at] = f;
}

static int report_sightings(struct submit *su, const struct build *b, const struct seen *seen, size_t n, struct err *e)
{
	struct report *r = su->report;
	cleanup_free struct gathered *g = calloc(1, sizeof(*g));
	struct sandbox *sandbox = su->judge->workers[0];
	int code;

	if (!g)
		return err_set(e, -ENOMEM, "out of memory");
	gather(g, seen, n);
	code = findings_resolve(su->judge->tc, sandbox, &b->artifact, su->submission->sources,
				su->submission->n_sources, !su->problem->function_style, g->list, g->n, &r->memory,
				g->flaws, e);
	for (size_t i = 0; code == 0 && i < g->n; i++)
		if (!is_said(g, i) && !is_the_packages(&g->flaws[i]))
			insert(r, (struct report_finding){ .flaw = g->flaws[i],
							   .test = g->test[i],
							   .decides = su->problem->decides[g->flaws[i].kind->class] });
	return code;
}

/* ---- what the source says ---------------------------------------------------------------------------------------- */

/*
 * The build takes the attributes that switch the sanitizers off for what means nothing (build.c); these are the ways
 * back. No honest source needs them.
 */
static const struct rule evasions[] = {
	{ RULE_PATTERN, false, "\\b__(asan|lsan|ubsan|sanitizer)_\\w", NULL },
	{ RULE_PATTERN, false, "^\\s*#\\s*(undef|define)\\s+(__)?no_(sanitize|address_safety)", NULL },
};

static int look_at_source(struct submit *su, struct err *e)
{
	struct report *r = su->report;
	struct rule_hit hits[RULE_HITS_MAX];
	size_t n = 0;
	int code = rules_check_source(evasions, sizeof(evasions) / sizeof(evasions[0]), su->submission->sources,
				      su->submission->n_sources, hits, &n, e);

	if (code < 0 || !n)
		return code;
	insert(r, (struct report_finding){ .flaw = { .kind = finding_kind("names-a-sanitizer"),
						     .frames = { { su->submission->sources[hits[0].source].name, NULL,
								   hits[0].line, hits[0].column } },
						     .n_frames = 1 },
					   .test = SIZE_MAX,
					   .decides = su->problem->decides[FINDING_MEMORY] });
	return 0;
}

/* ---- what the analyzer says -------------------------------------------------------------------------------------- */

static bool is_at(const struct spot *p, const struct diagnostic *d)
{
	return p->file && d->file && p->line == d->line && !strcmp(p->file, d->file);
}

/* A run has shown it, on this line; of a leak it shows where the block is from, the analyzer where it is lost. */
static bool is_found(const struct report *r, const struct diagnostic *d)
{
	const bool leak = !strcmp(d->option, "-Wanalyzer-malloc-leak");

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct flaw *f = &r->findings[i].flaw;

		if ((leak && f->kind->class == FINDING_LEAK) || is_at(&f->allocated, d) || is_at(&f->freed, d))
			return true;
		for (size_t k = 0; k < f->n_frames; k++)
			if (is_at(&f->frames[k], d))
				return true;
	}
	return false;
}

/* On this line, or in these words, which name the variable: a second use of it is no second fault. */
static bool is_warned_of(const struct diagnostic *list, size_t n, const struct diagnostic *d)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].level != DIAGNOSTIC_NOTE && list[i].file && !strcmp(list[i].file, d->file) &&
		    (list[i].line == d->line || !strcmp(list[i].text, d->text)))
			return true;
	return false;
}

/*
 * Adds what the analyzer warns of to what the compiler said, where nothing else is said of that line. It can be wrong,
 * so it decides nothing. (Other warnings of this build are those of the plain one, or of what sanitizers put in.)
 */
static int add_analysis(struct submit *su, const struct build *b, struct err *e)
{
	struct report *r = su->report;
	struct diagnostic *list = arena_array(&r->memory, r->n_diagnostics + b->n_diagnostics + 1, sizeof(*list));
	size_t n = r->n_diagnostics;

	if (!list)
		return err_set(e, -ENOMEM, "out of memory");
	if (n)
		memcpy(list, r->diagnostics, n * sizeof(*list));
	for (size_t i = 0; i < b->n_diagnostics && n < DIAGNOSTICS_MAX; i++) {
		const struct diagnostic *d = &b->diagnostics[i];

		if (!d->file || !d->option || strncmp(d->option, "-Wanalyzer-", 11) != 0 || is_found(r, d) ||
		    is_warned_of(list, n, d))
			continue;
		list[n] = *d;
		list[n].file = arena_strdup(&r->memory, d->file);
		list[n].text = arena_strdup(&r->memory, d->text);
		list[n].option = arena_strdup(&r->memory, d->option);
		if (!list[n].file || !list[n].text || !list[n].option)
			return err_set(e, -ENOMEM, "out of memory");
		n++;
	}
	r->diagnostics = list;
	r->n_diagnostics = n;
	return 0;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

int soundness_findings(struct submit *su, const struct build *b, const struct seen *seen, size_t n, struct err *e)
{
	struct report *r = su->report;
	int code;

	r->findings = arena_array(&r->memory, FINDINGS_MAX + 1, sizeof(*r->findings));
	if (!r->findings)
		return err_set(e, -ENOMEM, "out of memory");
	code = report_sightings(su, b, seen, n, e);
	if (!code)
		code = look_at_source(su, e);
	return code < 0 ? code : add_analysis(su, b, e);
}
