/*
 * verify_bounds: the bounds of an input validator, and whether some test meets each.
 *
 * A bound that no test meets was either never tested or is not the one that was meant. Validators that use validate.h
 * are built so that each call of read_number says which numbers it allowed and which it read. A bound may
 * depend on what was read before; it is met when some number was the least, or the greatest, that was allowed then.
 *
 * What it does not do: find bounds that a validator checks in any other way.
 */
#include "judge/author/verify.h"

#include "judge/validate.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* "bound LINE MIN MAX LOW HIGH MET_MIN MET_MAX" */
static void take_bound(struct verify_bounds *b, const char *line)
{
	struct verify_bound got;
	int met_min, met_max;

	if (sscanf(line, "bound %" SCNu64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %d %d", &got.line, &got.min,
		   &got.max, &got.low, &got.high, &met_min, &met_max) != 7)
		return;
	for (size_t i = 0; i < b->n; i++) {
		struct verify_bound *is = &b->all[i];

		if (is->line != got.line)
			continue;
		is->min = got.min < is->min ? got.min : is->min;
		is->max = got.max > is->max ? got.max : is->max;
		is->low = got.low < is->low ? got.low : is->low;
		is->high = got.high > is->high ? got.high : is->high;
		is->met_min |= met_min != 0;
		is->met_max |= met_max != 0;
		return;
	}
	got.met_min = met_min;
	got.met_max = met_max;
	if (b->n < VERIFY_BOUNDS_MAX)
		b->all[b->n++] = got;
}

void verify_bounds_take(struct verify_bounds *b, const struct buf *printed)
{
	for (const char *line = printed->data; *line;) {
		take_bound(b, line);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}

void verify_bounds_say(struct verify *v, const struct verify_bounds *b)
{
	struct verify_names open = { .n = 0 };

	for (size_t i = 0; i < b->n; i++) {
		const struct verify_bound *is = &b->all[i];

		if (!is->met_min)
			verify_name(&open, "line %" PRIu64 ": %" PRId64 " (the least is %" PRId64 ")", is->line,
				    is->min, is->low);
		if (!is->met_max)
			verify_name(&open, "line %" PRIu64 ": %" PRId64 " (the greatest is %" PRId64 ")", is->line,
				    is->max, is->high);
	}
	verify_say_names(v, VERIFY_WARNED, &open, "bounds of the input validator that no test meets");
	if (b->n > 0 && !open.n)
		verify_say(v, VERIFY_OK, "every bound of the input validator is met by some test");
}

static int add_telling(const struct program *from, struct program *to, struct arena *memory, struct err *e)
{
	static const char ahead[] = "#define VALIDATE_BOUNDS 1\n#line 1\n";
	struct source *sources = arena_array(memory, from->n_sources, sizeof(*sources));

	*to = *from;
	if (!sources)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < from->n_sources; i++) {
		sources[i] = from->sources[i];
		sources[i].text = arena_printf(memory, "%s%s", ahead, from->sources[i].text);
		sources[i].len += sizeof(ahead) - 1;
		if (!sources[i].text)
			return err_set(e, -ENOMEM, "out of memory");
	}
	to->sources = sources;
	return 0;
}

static int open_telling(const struct verify *v, struct validator *out, struct err *e)
{
	cleanup_arena struct arena memory;
	struct problem with = *v->p;
	struct program *programs;
	int r = 0;

	arena_init(&memory, 4u * 1024u * 1024u * SOURCE_FILES_MAX);
	with.validators = programs = arena_array(&memory, with.n_validators, sizeof(*programs));
	if (!programs)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < with.n_validators && !r; i++) {
		programs[i] = v->p->validators[i];
		if (programs[i].language == LANGUAGE_C)
			r = add_telling(&v->p->validators[i], &programs[i], &memory, e);
	}
	if (!r)
		r = validator_open(v->j, &with, out, e);
	/* The programs end here; for names and arguments the package's own do as well. */
	if (!r)
		out->problem = v->p;
	return r;
}

int verify_validator_open(const struct verify *v, struct validator *out, struct err *e)
{
	if (!v->p->n_validators || open_telling(v, out, e) == 0)
		return v->p->n_validators ? 0 : validator_open(v->j, v->p, out, e);
	if (e->code != -EPROTO)
		return e->code;
	/* What does not compile is to be told of the package's own text; and what does was in the way of ours. */
	err_clear(e);
	return validator_open(v->j, v->p, out, e);
}
