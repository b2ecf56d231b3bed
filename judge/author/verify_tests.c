/*
 * verify_tests: the tests as bytes.
 *
 * What it finds is seldom wrong for sure, and often a slip: the same input twice, which proves nothing the second time;
 * lines that end as on another system, or the last one not at all; an answer that is nearly as large as the limit of
 * output. So it warns, once for a kind, and fails only what no right submission could pass.
 */
#include "judge/author/verify.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/hash.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

struct looking {
	struct verify *v;
	char (*hashes)[HASH_HEX_MAX]; /* owned; of the inputs */
	struct verify_names same, returns, unended, encoded, large;
};

static void looking_clear(struct looking *l)
{
	free(l->hashes);
}

static const char *place_of(const struct problem_test *t, char out[128])
{
	snprintf(out, 128, "%s/%s", t->group, t->name);
	return out;
}

static int hash_input(struct looking *l, size_t i, const struct buf *input, struct err *e)
{
	const struct problem_test *tests = l->v->p->tests;
	struct hash h;

	if (hash_init(&h, e) < 0)
		return e->code;
	hash_add(&h, input->data, input->len);
	hash_final(&h, l->hashes[i]);
	for (size_t k = 0; k < i; k++)
		if (!strcmp(l->hashes[k], l->hashes[i])) {
			verify_name(&l->same, "%s/%s = %s/%s", tests[k].group, tests[k].name, tests[i].group,
				    tests[i].name);
			break;
		}
	return 0;
}

static void look_at_text(struct looking *l, const struct problem_test *t, const char *what, const struct buf *b)
{
	char place[128];

	place_of(t, place);
	if (memchr(b->data, '\r', b->len))
		verify_name(&l->returns, "%s%s", place, what);
	if (b->len > 0 && b->data[b->len - 1] != '\n')
		verify_name(&l->unended, "%s%s", place, what);
	if (!text_utf8_valid(b->data, b->len, NULL))
		verify_name(&l->encoded, "%s%s", place, what);
}

static void look_at_size(struct looking *l, const struct problem_test *t, const struct buf *answer)
{
	const uint64_t limit = l->v->p->limits.output_bytes;
	char place[128];

	if (answer->len > limit)
		verify_say(l->v, VERIFY_FAILED, "test %s: its answer has %zu bytes, and the limit of output is %llu",
			   place_of(t, place), answer->len, (unsigned long long)limit);
	else if (2 * (uint64_t)answer->len > limit)
		verify_name(&l->large, "%s", place_of(t, place));
}

/* Only files can hold what their author does not see: what stands in judge.yaml or is generated is so on purpose. */
static int look_at(struct looking *l, const struct testset *set, size_t i, struct err *e)
{
	const struct problem_test *t = &l->v->p->tests[i];
	cleanup_buf struct buf input, answer;
	cleanup_fd int fd = -1;
	uint64_t bytes;

	buf_init(&input, PROBLEM_FILE_MAX);
	buf_init(&answer, PROBLEM_FILE_MAX);
	if (testset_input(set, i, &fd, &bytes, e) < 0 || fs_read_fd(fd, &input, e) < 0 ||
	    testset_answer(set, i, &answer, e) < 0)
		return e->code;
	look_at_size(l, t, &answer);
	if (t->file) {
		look_at_text(l, t, ".in", &input);
		look_at_text(l, t, ".ans", &answer);
	}
	return hash_input(l, i, &input, e);
}

static void look_at_samples(struct verify *v)
{
	size_t samples = 0;

	for (size_t i = 0; i < v->p->n_tests; i++)
		samples += v->p->tests[i].sample;
	if (!samples)
		verify_say(v, VERIFY_WARNED, "there is no sample");
}

int verify_tests(struct verify *v, const struct testset *set, struct err *e)
{
	cleanup(looking_clear) struct looking l = { .v = v, .hashes = calloc(v->p->n_tests + 1, sizeof(*l.hashes)) };

	if (!l.hashes)
		return err_set(e, -ENOMEM, "out of memory");
	look_at_samples(v);
	for (size_t i = 0; i < v->p->n_tests; i++)
		if (look_at(&l, set, i, e) < 0)
			return e->code;
	verify_say_names(v, VERIFY_WARNED, &l.same, "the same input twice");
	verify_say_names(v, VERIFY_WARNED, &l.returns, "lines that end in a carriage return");
	verify_say_names(v, VERIFY_WARNED, &l.unended, "the last line has no end");
	verify_say_names(v, VERIFY_WARNED, &l.encoded, "not valid UTF-8");
	verify_say_names(v, VERIFY_WARNED, &l.large, "the answer is over half of the limit of output");
	return 0;
}
