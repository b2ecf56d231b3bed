/*
 * verify_interactions: samples of what is said in a conversation or in several passes.
 *
 * Nothing runs them, so that only their form can be wrong: each line is one of the judge's, "<", or one of the
 * submission's, ">"; passes are parted by "---", and one that is no conversation is an input with its answer behind it.
 */
#include "judge/author/verify.h"

#include "judge/package/package.h"

#include <string.h>

struct looking {
	struct verify *v;
	const struct problem_interaction *sample;
	size_t line;  /* from 1 */
	bool said;    /* something, in this pass */
	bool answers; /* in this pass the submission has spoken */
};

static bool is_wrong(struct looking *l, const char *what)
{
	verify_say(l->v, VERIFY_FAILED, "%s:%zu: %s", l->sample->file, l->line, what);
	return true;
}

static bool ends_pass(struct looking *l)
{
	if (!l->v->p->multi_pass)
		return is_wrong(l, "passes are those of multi-pass problems");
	if (!l->said)
		return is_wrong(l, "nothing is said in the pass that ends here");
	l->said = l->answers = false;
	return false;
}

/* Is there anything wrong with it? It is said then. */
static bool look_at_line(struct looking *l, const char *text, size_t len)
{
	const struct problem *p = l->v->p;

	l->line++;
	if (len == 3 && !memcmp(text, "---", 3))
		return ends_pass(l);
	if (len == 0 || (text[0] != '<' && text[0] != '>'))
		return is_wrong(l, p->multi_pass ? "a line begins with '<' or '>', or is '---'"
						 : "a line begins with '<' or '>'");
	if (!p->interactive && text[0] == '<' && l->answers)
		return is_wrong(l, "an input stands ahead of its answer");
	l->said = true;
	l->answers |= text[0] == '>';
	return false;
}

static bool look_at(struct looking *l)
{
	const char *at = l->sample->text;

	while (*at) {
		const size_t len = strcspn(at, "\n");

		if (look_at_line(l, at, len))
			return true;
		at += len + (at[len] == '\n');
	}
	l->line += !l->line;
	return !l->said && is_wrong(l, "nothing is said in the end");
}

/* What stands beside it, in the format of today. */
static bool look_beside(struct verify *v, const struct package *pk, const struct problem_interaction *sample)
{
	static const struct {
		const char *ending;
		bool wanted;
	} beside[] = {
		{ ".in", true },   { ".in.download", true },   { ".ans.download", true },
		{ ".out", false }, { ".in.statement", false }, { ".ans.statement", false },
	};
	const int base = (int)(strlen(sample->file) - strlen(".interaction"));
	char path[TEST_PATH_MAX];
	bool bad = false;

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(path, sizeof(path), "%.*s%s", base, sample->file, beside[i].ending);
		if ((package_find(pk, path) != NULL) == beside[i].wanted)
			continue;
		bad = true;
		verify_say(v, VERIFY_FAILED, "%s: %s is %s there", sample->file, path,
			   beside[i].wanted ? "not" : "not to be");
	}
	return bad;
}

void verify_interactions(struct verify *v, const struct package *pk)
{
	const struct problem *p = v->p;
	size_t bad = 0;

	for (size_t i = 0; i < p->n_interactions; i++) {
		struct looking l = { .v = v, .sample = &p->interactions[i] };
		bool is_bad;

		if (!p->interactive && !p->multi_pass) {
			verify_say(v, VERIFY_FAILED, "%s: is for interactive and multi-pass problems", l.sample->file);
			bad++;
			continue;
		}
		is_bad = look_at(&l);
		if (p->format == PROBLEM_2025_09)
			is_bad |= look_beside(v, pk, l.sample);
		bad += is_bad;
	}
	if (p->n_interactions && !bad)
		verify_say(v, VERIFY_OK, "%zu sample%s of what is said", p->n_interactions,
			   p->n_interactions == 1 ? "" : "s");
}
