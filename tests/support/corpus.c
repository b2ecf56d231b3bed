/*
 * corpus: see corpus.h. A label that cannot be read is an error, so that no program is left out by a slip of the pen.
 */
#include "tests/support/corpus.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT         JUDGE_SOURCE_DIR "/tests/complexity"
#define PROGRAMS_MAX 500
#define ANSWER_BYTES 64

/* ---- labels ------------------------------------------------------------------------------------------------------ */

/* What stands behind `key` in the first line, to the next ";" or the comment's end. */
static bool find_word(const struct labelled *p, const char *key, char *out, size_t size)
{
	const char *end = memchr(p->text, '\n', p->len);
	const char *at = end ? memmem(p->text, (size_t)(end - p->text), key, strlen(key)) : NULL;
	size_t len;

	if (!at)
		return false;
	at += strlen(key);
	len = strcspn(at, ";*\n");
	while (len && at[len - 1] == ' ')
		len--;
	if (!len || len >= size)
		return false;
	snprintf(out, size, "%.*s", (int)len, at);
	return true;
}

static bool read_class(const struct labelled *p, const char *key, enum fit_class *out)
{
	char word[32];

	if (!find_word(p, key, word, sizeof(word)))
		return false;
	for (enum fit_class c = 0; c < FIT_CLASS_COUNT; c++) {
		if (!strcmp(word, fit_class_text(c))) {
			*out = c;
			return true;
		}
	}
	return false;
}

static int read_label(struct labelled *p, struct err *e)
{
	unsigned long long first = CORPUS_FIRST, last = CORPUS_LAST;
	char word[64];

	if (!read_class(p, "time: ", &p->truth[COST_TICKS]) || !read_class(p, "space: ", &p->truth[COST_BYTES]) ||
	    !find_word(p, "order: ", p->order, sizeof(p->order)))
		return err_set(e, -EINVAL, "%s.c has no label", p->name);
	if (find_word(p, "sizes: ", word, sizeof(word)) && sscanf(word, "%llu to %llu", &first, &last) != 2)
		return err_set(e, -EINVAL, "%s.c: sizes: %s", p->name, word);
	p->first = first;
	p->last = last;
	return 0;
}

static int read_program(const char *dir, const char *file, struct labelled *p, struct err *e)
{
	cleanup_free char *path = fs_join(dir, file);
	cleanup_buf struct buf text = { 0 };
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = path ? fs_read(AT_FDCWD, path, &text, e) : err_set(e, -ENOMEM, "out of memory");
	if (r < 0)
		return r;
	snprintf(p->name, sizeof(p->name), "%.*s", (int)strcspn(file, "."), file);
	p->text = strdup(text.data);
	p->len = text.len;
	return p->text ? read_label(p, e) : err_set(e, -ENOMEM, "out of memory");
}

static int read_programs(const char *half, struct corpus *c, struct err *e)
{
	cleanup_free char *dir = fs_join(ROOT, half);
	cleanup_free char **files = NULL;
	size_t n;
	int r = dir ? fs_list(AT_FDCWD, dir, PROGRAMS_MAX, &files, &n, e) : err_set(e, -ENOMEM, "out of memory");

	if (r < 0)
		return r;
	c->programs = calloc(n + 1, sizeof(*c->programs));
	if (!c->programs)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < n && r == 0; i++)
		r = read_program(dir, files[i], &c->programs[c->n++], e);
	return r;
}

/* ---- building ---------------------------------------------------------------------------------------------------- */

static int read_header(struct buf *text, struct source *out, struct err *e)
{
	int r = fs_read(AT_FDCWD, ROOT "/kernel.h", text, e);

	*out = (struct source){ "kernel.h", text->data, text->len };
	return r;
}

static int build_well(struct corpus *c, const struct build_spec *spec, struct build *out, struct err *e)
{
	int r = build_run(c->tc, c->sandbox, spec, out, e);

	if (r < 0)
		return r;
	if (out->end != BUILD_OK) {
		r = err_set(e, -EIO, "%s: %s", spec->sources[0].name, out->reason);
		build_clear(out);
	}
	return r;
}

static int build_runner(struct corpus *c, bool counts, struct artifact *out, struct err *e)
{
	cleanup_buf struct buf text = { 0 };
	struct build b = BUILD_INIT;
	struct source source;
	struct build_spec spec = { .shape = BUILD_RUNNER, .sources = &source, .n_sources = 1, .counts = counts };
	int r;

	buf_init(&text, SOURCE_BYTES_MAX);
	r = fs_read(AT_FDCWD, ROOT "/driver.c", &text, e);
	source = (struct source){ "driver.c", text.data, text.len };
	if (r == 0)
		r = build_well(c, &spec, &b, e);
	if (r < 0)
		return r;
	*out = b.artifact;
	b.artifact = (struct artifact)ARTIFACT_INIT;
	build_clear(&b);
	return 0;
}

int corpus_build(struct corpus *c, const struct labelled *p, const char *counter, struct build *out, struct err *e)
{
	static const struct signature signature = { "kernel", "long(int *, int)" };
	cleanup_buf struct buf text = { 0 };
	char name[sizeof(p->name) + 2];
	struct source header, source = { name, p->text, p->len };
	struct build_spec spec = {
		.shape = BUILD_OBJECT,
		.sources = &source,
		.n_sources = 1,
		.headers = &header,
		.n_headers = 1,
		.signatures = &signature,
		.n_signatures = 1,
		.counter = counter,
	};
	int r;

	snprintf(name, sizeof(name), "%s.c", p->name);
	buf_init(&text, SOURCE_BYTES_MAX);
	r = read_header(&text, &header, e);
	return r < 0 ? r : build_well(c, &spec, out, e);
}

int corpus_open(const char *half, struct corpus *out, struct err *e)
{
	struct corpus c = { .counting = ARTIFACT_INIT, .plain = ARTIFACT_INIT };
	int r = toolchain_open(NULL, &c.tc, e);

	if (r == 0)
		r = sandbox_open(NULL, &c.sandbox, e);
	if (r == 0)
		r = read_programs(half, &c, e);
	if (r == 0)
		r = build_runner(&c, true, &c.counting, e);
	if (r == 0)
		r = build_runner(&c, false, &c.plain, e);
	if (r < 0)
		corpus_close(&c);
	else
		*out = c;
	return r;
}

void corpus_close(struct corpus *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->programs[i].text);
	free(c->programs);
	artifact_clear(&c->counting);
	artifact_clear(&c->plain);
	if (c->sandbox)
		sandbox_close(c->sandbox);
	if (c->tc)
		toolchain_close(c->tc);
}

const struct labelled *corpus_find(const struct corpus *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!strcmp(c->programs[i].name, name))
			return &c->programs[i];
	}
	return NULL;
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

void corpus_judge(const struct fit_point *points, size_t n, double floor, struct opinion *out)
{
	static const char *const names[] = { "n" };

	fit_class(points, n, floor, &out->found);
	for (enum fit_class c = 0; c < FIT_CLASS_COUNT; c++) {
		struct formula f;
		struct err e;

		if (formula_parse(fit_class_text(c), names, 1, &f, &e) < 0)
			abort();
		fit_limit(points, n, floor, &f, &out->found, &out->against[c]);
		out->accepts[c] = out->against[c].end != FIT_EXCEEDS;
	}
}

static void corpus_judge_curve(const struct cost_curve *curve, enum cost_measure what, struct opinion *out)
{
	struct fit_point points[FIT_POINTS_MAX];
	size_t n = cost_points(curve, what, NULL, 0, points);

	corpus_judge(points, n, what == COST_TICKS ? COST_TICKS_FLOOR : COST_BYTES_FLOOR, out);
}

void corpus_judge_climbed(const struct climbed *climbed, enum cost_measure what, struct opinion *out)
{
	struct opinion far;

	corpus_judge_curve(&climbed->near, what, out);
	corpus_judge_curve(&climbed->far, what, &far);
	if (out->found.enough && !out->found.separated)
		out->found = far.found;
	for (enum fit_class limit = 0; limit < FIT_CLASS_COUNT; limit++)
		if (fit_limit_is_close(&out->against[limit])) {
			out->against[limit] = far.against[limit];
			out->accepts[limit] = far.accepts[limit];
		}
}

void corpus_tally(struct tally *t, const struct labelled *p, enum cost_measure what, const struct opinion *o,
		  const char *mark)
{
	const char *kind = what == COST_TICKS ? "time" : "space";
	enum fit_class truth = p->truth[what];

	t->programs++;
	if (!o->found.enough || o->found.class != truth) {
		t->named_wrong++;
		if (mark)
			printf("%s%s: %s %s (%+.3f, margin %.3f), is %s\n", mark, p->name, kind,
			       o->found.enough ? fit_class_text(o->found.class) : "not named", o->found.slope,
			       o->found.margin, fit_class_text(truth));
	}
	for (enum fit_class limit = 0; limit < FIT_CLASS_COUNT; limit++) {
		bool should = truth <= limit;
		const struct fit_limit *l = &o->against[limit];

		t->pairs++;
		if (o->accepts[limit] == should)
			continue;
		t->false_accepts += !should;
		t->false_rejects += should;
		if (mark)
			printf("%s%s: %s %s is %s against %s (top %+.3f, last %+.3f)\n", mark, p->name, kind,
			       fit_class_text(truth), should ? "rejected" : "accepted", fit_class_text(limit),
			       l->top_slope, l->last_slope);
	}
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

int corpus_input(const struct labelled *p, uint64_t n, bool idle, int *fd, struct err *e)
{
	char text[64];
	int len = snprintf(text, sizeof(text), "%llu 1 %s%s", (unsigned long long)n, p->order, idle ? " idle" : "");

	return fs_memfd("input", text, (size_t)len, fd, e);
}

static int input_of(void *arg, uint64_t n, int *fd, struct err *e)
{
	return corpus_input(arg, n, false, fd, e);
}

int corpus_box(struct corpus *c, const struct build *b, const char *counter, struct run_box **out, struct err *e)
{
	if (!counter)
		return run_box_open(c->tc, c->sandbox, &c->plain, &b->artifact, &RUN_LIMITS_DEFAULT, RUN_SERVED, out,
				    e);
	return run_box_open_counted(c->tc, c->sandbox, &c->counting, &b->artifact, counter, &RUN_LIMITS_DEFAULT, out,
				    e);
}

/* Is there a limit that is close, or a name? */
static bool is_close(const struct opinion *o)
{
	bool close = o->found.enough && !o->found.separated;

	for (enum fit_class limit = 0; limit < FIT_CLASS_COUNT; limit++)
		close |= fit_limit_is_close(&o->against[limit]);
	return close;
}

int corpus_measure(struct corpus *c, const struct labelled *p, const char *counter, struct climbed *out, struct err *e)
{
	const struct cost_ladder ladder = {
		.first = p->first, .last = p->last, .phase = "kernel", .input = input_of, .arg = (void *)p
	};
	cleanup_build struct build b = BUILD_INIT;
	cleanup_run_box struct run_box *rb = NULL;
	struct cost_curve *near = &out->near;
	struct opinion steps, bytes;
	int r = corpus_build(c, p, counter, &b, e);

	if (r == 0)
		r = corpus_box(c, &b, counter, &rb, e);
	if (r == 0)
		r = cost_measure(rb, &ladder, near, e);
	if (r == 0 && near->end != COST_END_CEILING && near->end != COST_END_SIZES && near->end != COST_END_BUDGET)
		r = err_set(e, -EIO, "%s: at n = %llu %s (%s)", p->name, (unsigned long long)near->end_n,
			    cost_end_text(near->end), near->end_detail);
	if (r < 0)
		return r;
	out->far = *near;
	corpus_judge_curve(near, COST_TICKS, &steps);
	corpus_judge_curve(near, COST_BYTES, &bytes);
	return is_close(&steps) || is_close(&bytes) ? cost_climb_on(rb, &ladder, &out->far, e) : 0;
}
