/*
 * mutate: makes the mutants, builds them, judges them, and counts.
 *
 * First the accepted references themselves are judged: what is rejected unchanged would reject every mutant, and prove
 * nothing. Then mutants are built in their order until there are as many as are asked for that count; only then are
 * those judged, each until the first thing that rejects it, so that the costly stages run for survivors alone. Which
 * mutants are judged, and what becomes of them, does not depend on the number of workers.
 *
 * What it does not do: prove that a survivor is equivalent where its object differs. That is argued by people.
 */
#include "judge/author/mutate.h"

#include "judge/author/each.h"
#include "judge/author/mutate_argue.h"
#include "judge/testset.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>

#define MEMORY_MAX (UINT64_C(512) << 20)

struct original {
	const struct problem_reference *reference;
	struct submission submission;
	char object[HASH_HEX_MAX];
};

struct mutating {
	struct judge *j;
	const struct problem *p;
	const struct mutate_options *options;
	struct mutation_run *run;
	struct original *originals;
	size_t n_originals;
	const size_t *batch; /* numbers of the mutants that are being built or judged */
	size_t done, total, survived;
	bool judging;
	pthread_mutex_t lock; /* of the counts above */
};

static const char *const words[] = {
#define X(id, word) [MUTANT_##id] = (word),
	MUTANT_FATES(X)
#undef X
};

const char *mutant_word(enum mutant_fate f)
{
	return words[f];
}

static int no_memory(struct err *e)
{
	return err_set(e, -ENOMEM, "out of memory");
}

/* ---- the mutants ------------------------------------------------------------------------------------------------- */

static bool is_wanted(const struct mutating *m, const struct problem_reference *r)
{
	if (r->expected.verdict != VERDICT_AC)
		return false;
	for (size_t i = 0; i < m->options->n_files; i++)
		if (!strcmp(m->options->files[i], r->file))
			return true;
	return m->options->n_files == 0;
}

/* Every file that was named is an accepted reference. */
static int check_files(const struct mutating *m, struct err *e)
{
	for (size_t i = 0; i < m->options->n_files; i++) {
		size_t k = 0;

		while (k < m->p->n_references && (m->p->references[k].expected.verdict != VERDICT_AC ||
						  strcmp(m->p->references[k].file, m->options->files[i]) != 0))
			k++;
		if (k == m->p->n_references)
			return err_set(e, -ENOENT, "'%.100s' is no accepted reference of %s", m->options->files[i],
				       m->p->id);
	}
	return 0;
}

static int load_originals(struct mutating *m, struct err *e)
{
	cleanup_free char *folder = fs_join(m->p->dir, "submissions");

	m->originals = arena_array(&m->run->memory, m->p->n_references + 1, sizeof(*m->originals));
	if (!folder || !m->originals)
		return no_memory(e);
	for (size_t i = 0; i < m->p->n_references; i++) {
		const struct problem_reference *r = &m->p->references[i];
		cleanup_free char *path = is_wanted(m, r) ? fs_join(folder, r->file) : NULL;
		const char *const paths[] = { path };

		if (!is_wanted(m, r))
			continue;
		if (!path)
			return no_memory(e);
		if (submission_load(paths, 1, &m->originals[m->n_originals].submission, e) < 0)
			return e->code;
		m->originals[m->n_originals++].reference = r;
	}
	return m->n_originals ? 0 : err_set(e, -EINVAL, "there is no accepted reference");
}

/* "accepted/ring.c"; of a reference that is a folder "accepted/ring/queue.c". */
static const char *mutant_file(struct mutating *m, const struct original *o, const struct source *s)
{
	const char *file = o->reference->file, *base = fs_basename(file);

	return strcmp(base, s->name) ? arena_printf(&m->run->memory, "%s/%s", file, s->name)
				     : arena_strdup(&m->run->memory, file);
}

static bool is_header(const struct source *s)
{
	const size_t len = strlen(s->name);

	return len > 2 && !strcmp(s->name + len - 2, ".h");
}

static int add_source(struct mutating *m, size_t reference, size_t source, struct buf *all, struct err *e)
{
	const struct original *o = &m->originals[reference];
	const struct source *s = &o->submission.sources[source];
	struct mutant one = { .file = mutant_file(m, o, s), .reference = reference, .source = source };
	struct mutation *edits = NULL;
	size_t n = 0;

	if (!one.file)
		return no_memory(e);
	if (mutate_source(s->text, s->len, &m->run->memory, &edits, &n, e) < 0)
		return err_wrap(e, "%s", one.file);
	for (size_t i = 0; i < n; i++) {
		one.edit = edits[i];
		buf_append(all, &one, sizeof(one));
	}
	return buf_error(all, "mutants", e);
}

static int make_mutants(struct mutating *m, struct err *e)
{
	struct mutation_run *run = m->run;
	cleanup_buf struct buf all;

	buf_init(&all, MEMORY_MAX);
	for (size_t i = 0; i < m->n_originals; i++)
		for (size_t k = 0; k < m->originals[i].submission.n_sources; k++)
			if (!is_header(&m->originals[i].submission.sources[k]) && add_source(m, i, k, &all, e) < 0)
				return e->code;
	run->n = all.len / sizeof(*run->mutants);
	run->mutants = arena_array(&run->memory, run->n + 1, sizeof(*run->mutants));
	if (!run->mutants)
		return no_memory(e);
	if (run->n)
		memcpy(run->mutants, all.data, all.len);
	return mutants_argue(m->p, run->mutants, run->n, m->options->n_files > 0, &run->memory, e);
}

/* ---- one submission ---------------------------------------------------------------------------------------------- */

/* A reference with one of its sources changed; the text is in `text`, all else is the reference's. */
static int mutated(const struct mutating *m, const struct mutant *x, struct source sources[SOURCE_FILES_MAX],
		   struct buf *text, struct submission *out, struct err *e)
{
	const struct submission *s = &m->originals[x->reference].submission;
	struct source *own = &sources[x->source];

	*out = *s;
	memcpy(sources, s->sources, s->n_sources * sizeof(*sources));
	out->sources = sources;
	if (mutation_apply(&x->edit, own->text, own->len, text, e) < 0)
		return e->code;
	own->text = text->data;
	own->len = text->len;
	return 0;
}

/* The hash of what is compiled; "" where it is not. */
static int build(struct judge *j, const struct problem *p, const struct submission *s, char object[HASH_HEX_MAX],
		 struct err *e)
{
	cleanup_build struct build b = BUILD_INIT;
	struct hash h;

	object[0] = 0;
	if (judge_build_candidate(j, p, s->sources, s->n_sources, NULL, false, &b, e) < 0)
		return e->code;
	if (b.end != BUILD_OK)
		return 0;
	if (hash_init(&h, e) < 0 || hash_add_fd(&h, b.artifact.fd, e) < 0)
		return e->code;
	hash_final(&h, object);
	return 0;
}

static int judge_brief(struct judge *j, const struct problem *p, const struct submission *s, struct judgement *got,
		       struct err *e)
{
	static const struct judge_options options = { .brief = true };
	cleanup_report struct report report = { 0 };

	if (judge_submit(j, p, s, &options, &report, e) < 0)
		return e->code;
	*got = report.judgement;
	return got->verdict == VERDICT_JE ? err_set(e, -EIO, "%s", got->reason) : 0;
}

static void step(struct mutating *m, bool survived)
{
	pthread_mutex_lock(&m->lock);
	m->done++;
	m->survived += survived;
	if (m->options->event)
		m->options->event(m->judging, m->done, m->total, m->survived, m->options->arg);
	pthread_mutex_unlock(&m->lock);
}

static int failed(const struct mutant *x, struct err *e)
{
	return err_wrap(e, "%s:%" PRIu32 ":%" PRIu32, x->file, x->edit.line, x->edit.column);
}

/* ---- the stages -------------------------------------------------------------------------------------------------- */

static int prove_original(struct judge *j, size_t i, void *arg, struct err *e)
{
	struct mutating *m = arg;
	struct original *o = &m->originals[i];
	struct judgement got;

	if (build(j, m->p, &o->submission, o->object, e) < 0 || judge_brief(j, m->p, &o->submission, &got, e) < 0)
		return err_wrap(e, "%s", o->reference->file);
	return got.verdict == VERDICT_AC
		       ? 0
		       : err_set(e, -EINVAL, "%s is to be accepted and is not: %s%s%s", o->reference->file,
				 verdict_id(got.verdict), got.reason[0] ? "/" : "", got.reason);
}

static int build_mutant(struct judge *j, size_t i, void *arg, struct err *e)
{
	struct mutating *m = arg;
	struct mutant *x = &m->run->mutants[m->batch[i]];
	struct source sources[SOURCE_FILES_MAX];
	struct submission s;
	cleanup_buf struct buf text;

	buf_init(&text, SOURCE_BYTES_MAX);
	if (mutated(m, x, sources, &text, &s, e) < 0 || build(j, m->p, &s, x->object, e) < 0)
		return failed(x, e);
	step(m, false);
	return 0;
}

static int judge_mutant(struct judge *j, size_t i, void *arg, struct err *e)
{
	struct mutating *m = arg;
	struct mutant *x = &m->run->mutants[m->batch[i]];
	struct source sources[SOURCE_FILES_MAX];
	struct submission s;
	cleanup_buf struct buf text;

	buf_init(&text, SOURCE_BYTES_MAX);
	if (mutated(m, x, sources, &text, &s, e) < 0 || judge_brief(j, m->p, &s, &x->got, e) < 0)
		return failed(x, e);
	x->fate = x->got.verdict != VERDICT_AC ? MUTANT_REJECTED : x->argument ? MUTANT_ARGUED : MUTANT_SURVIVED;
	step(m, x->fate == MUTANT_SURVIVED);
	return 0;
}

/* Of the k-th in order, which was built as all before it were: does it count? */
static bool is_another(struct mutating *m, const size_t *order, size_t k)
{
	struct mutant *mutants = m->run->mutants, *x = &mutants[order[k]];

	x->fate = !x->object[0]                                           ? MUTANT_STILLBORN
		  : !strcmp(x->object, m->originals[x->reference].object) ? MUTANT_SAME
									  : MUTANT_LEFT;
	for (size_t i = 0; i < k && x->fate == MUTANT_LEFT; i++)
		if (mutants[order[i]].reference == x->reference && !strcmp(mutants[order[i]].object, x->object))
			x->fate = MUTANT_TWIN;
	return x->fate == MUTANT_LEFT;
}

/* Builds mutants until `limit` of them count; those are put to the front of `chosen`. */
static int choose(struct mutating *m, const size_t *order, size_t *chosen, size_t *n_chosen, struct err *e)
{
	const size_t n = m->run->n, limit = m->options->limit;
	size_t built = 0, counting = 0;

	while (built < n && counting < limit) {
		const size_t more = limit - counting < n - built ? limit - counting : n - built;

		m->batch = order + built;
		m->total = built + more;
		if (judge_each(m->j, more, build_mutant, m, e) < 0)
			return e->code;
		for (size_t i = built; i < built + more; i++)
			if (is_another(m, order, i))
				chosen[counting++] = order[i];
		built += more;
	}
	*n_chosen = counting;
	return 0;
}

static int run_mutants(struct mutating *m, struct err *e)
{
	const size_t n = m->run->n;
	cleanup_free size_t *order = calloc(n + 1, sizeof(*order)), *chosen = calloc(n + 1, sizeof(*chosen));
	size_t n_chosen = 0;

	if (!order || !chosen)
		return no_memory(e);
	if (mutants_order(m->run->mutants, n, m->options->seed, order, e) < 0 ||
	    choose(m, order, chosen, &n_chosen, e) < 0)
		return e->code;
	m->judging = true;
	m->batch = chosen;
	m->done = 0;
	m->total = n_chosen;
	return judge_each(m->j, n_chosen, judge_mutant, m, e);
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

static void count(struct mutation_run *run)
{
	struct mutation_score *s = &run->score;

	s->possible = run->n;
	for (size_t i = 0; i < run->n; i++) {
		const struct mutant *x = &run->mutants[i];

		s->by_fate[x->fate]++;
		s->rejected[x->edit.class] += x->fate == MUTANT_REJECTED;
		s->counted[x->edit.class] += x->fate >= MUTANT_REJECTED;
		s->refuted += x->fate == MUTANT_REJECTED && x->argument && !x->argument->here;
	}
}

size_t mutation_score_of(const struct mutation_score *s, size_t *rejected)
{
	*rejected = s->by_fate[MUTANT_REJECTED];
	return *rejected + s->by_fate[MUTANT_SURVIVED];
}

unsigned mutation_permille(const struct mutation_score *s)
{
	size_t rejected;
	const size_t of = mutation_score_of(s, &rejected);

	return of ? (unsigned)(rejected * 1000 / of) : 1000;
}

bool mutation_is_enough(const struct mutation_score *s)
{
	return s->refuted == 0 && mutation_permille(s) >= MUTANTS_REJECTED_MIN * 10;
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

void mutation_run_clear(struct mutation_run *run)
{
	arena_clear(&run->memory);
	run->mutants = NULL;
	run->n = 0;
}

/* The tests are made before anybody needs them, for two who make them at once do it twice. */
static int mutate(struct mutating *m, struct err *e)
{
	cleanup_testset struct testset set = { .dir = -1 };

	if (check_files(m, e) < 0 || load_originals(m, e) < 0 || make_mutants(m, e) < 0 ||
	    testset_open(m->j, m->p, NULL, NULL, &set, e) < 0 ||
	    judge_each(m->j, m->n_originals, prove_original, m, e) < 0)
		return e->code;
	return run_mutants(m, e);
}

int judge_mutate(struct judge *j, const struct problem *p, const struct mutate_options *o, struct mutation_run *out,
		 struct err *e)
{
	struct mutation_run run = { .n = 0 };
	struct mutating m = { .j = j, .p = p, .options = o, .run = &run };
	int r;

	arena_init(&run.memory, MEMORY_MAX);
	pthread_mutex_init(&m.lock, NULL);
	r = mutate(&m, e);
	pthread_mutex_destroy(&m.lock);
	for (size_t i = 0; i < m.n_originals; i++)
		submission_clear(&m.originals[i].submission);
	if (r < 0) {
		arena_clear(&run.memory);
		return err_wrap(e, "mutate %s", p->id);
	}
	count(&run);
	*out = run;
	return 0;
}
