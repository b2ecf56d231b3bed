/*
 * verify_output: a package's own output validator, asked about what no submission may ever have written.
 *
 * It must accept every answer of a test; reject nothing at all, words and a flood of one character where there is
 * something to answer; survive whatever it is shown, since a validator that dies is the judge's fault in the eyes of
 * the candidate; and find what stands behind a complete answer, without which it may accept a guess of every answer
 * that there is.
 */
#include "judge/author/verify.h"

#include "judge/package/package.h"
#include "judge/passes.h"
#include "judge/session.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

static int ask(struct trial *t, const char *output, size_t len, struct checked *out, struct err *e)
{
	int r;

	t->seat->same_files = t->asked;
	r = checker_ask(t->seat, t->input, t->answer, output, len, out, e);
	t->seat->same_files = false;
	t->asked = true;
	return r;
}

int verify_ask(struct verify *v, struct trial *t, const char *output, size_t len, bool accept, const char *what,
	       bool *bad, struct err *e)
{
	cleanup_checked struct checked checked = { 0 };
	int r;

	checked_init(&checked);
	r = ask(t, output, len, &checked, e);
	*bad = false;
	if (r == -EPROTO) {
		*bad = true;
		verify_say(v, VERIFY_FAILED, "%s: %s (%s)", t->place, e->text, what);
		err_clear(e);
		return 0;
	}
	if (r < 0 || checked.again || (checked.judgement.verdict == VERDICT_AC) == accept)
		return r;
	*bad = true;
	verify_say(v, VERIFY_FAILED, "%s: the output validator %s %s%s%s", t->place, accept ? "rejects" : "accepts",
		   what, checked.judgement.reason[0] ? ": " : "", checked.judgement.reason);
	return 0;
}

/*
 * The answer is one; nothing, words, and a flood of one character are none where there is something to answer. In the
 * first of several passes they may be what the next is asked about.
 */
static int check_trial(struct verify *v, struct trial *t, bool *bad, struct err *e)
{
	static const char words[] = "\xff\xfe %s%n {junk} -1e999\n\"\\\n";
	char flood[65536];
	int r = 0;

	*bad = false;
	/* What a submission says in a conversation or a pass is no answer, and must be there. */
	if (!passes_are_led(v->p)) {
		r = verify_ask(v, t, t->answer->data, t->answer->len, true, "the answer itself", bad, e);
		if (r < 0 || *bad || strspn(t->answer->data, " \t\n\v\f\r") == t->answer->len)
			return r;
	}
	memset(flood, '7', sizeof(flood));
	r = verify_ask(v, t, "", 0, false, "an empty output", bad, e);
	if (!r && !*bad)
		r = verify_ask(v, t, words, sizeof(words), false, "junk", bad, e);
	if (!r && !*bad)
		r = verify_ask(v, t, flood, sizeof(flood), false, "a flood of one digit", bad, e);
	return r;
}

/*
 * Outputs that a validator may well die of: numbers that no type holds, counts without what they count, brackets, bytes
 * that are no text. Some may be right answers; so it may say what it likes of them, as long as it says something.
 */
static const struct {
	const char *bytes;
	size_t n;
} CRASHERS[] = {
#define BYTES(s)                 \
	{                        \
		s, sizeof(s) - 1 \
	}
	BYTES("-1"),
	BYTES("0"),
	BYTES("1"),
	BYTES("1.0"),
	BYTES("2147483647"),
	BYTES("2147483648"),
	BYTES("-2147483649"),
	BYTES("9223372036854775808"),
	BYTES("1e999999"),
	BYTES("0x1p-2000"),
	BYTES("nan"),
	BYTES("-inf"),
	BYTES("1/0"),
	BYTES("1-"),
	BYTES("a"),
	BYTES("yes\nno\n"),
	BYTES("2\n1"),
	BYTES("2\n-1 1\n"),
	BYTES("1000000\n1\n"),
	BYTES("-5\n1 2 3\n"),
	BYTES("(()"),
	BYTES("]["),
	BYTES("\"'\\"),
	BYTES("%s%n%n"),
	BYTES("\0"),
	BYTES("1\0002"),
	BYTES("\x80\xff"),
	BYTES("\r\n\r\n"),
#undef BYTES
};

#define CRASH_TESTS 3 /* such faults hardly ever depend on the test */

/* *bad: it died of one, and that is said. */
static int check_crashers(struct verify *v, struct trial *t, bool *bad, struct err *e)
{
	for (size_t i = 0; i < sizeof(CRASHERS) / sizeof(CRASHERS[0]) && !*bad; i++) {
		cleanup_checked struct checked checked = { 0 };
		cleanup_buf struct buf shown;
		int r;

		buf_init(&shown, 256);
		checked_init(&checked);
		r = ask(t, CRASHERS[i].bytes, CRASHERS[i].n, &checked, e);
		if (r < 0 && r != -EPROTO)
			return r;
		*bad = r == -EPROTO;
		if (!*bad || text_escape(&shown, CRASHERS[i].bytes, CRASHERS[i].n, true) == -ENOMEM)
			continue;
		verify_say(v, VERIFY_FAILED, "%s: %s (the output \"%s\")", t->place, e->text, shown.data);
		err_clear(e);
	}
	return 0;
}

/* One word more than the answer has. */
static int check_more(struct trial *t, bool *accepted, struct err *e)
{
	cleanup_checked struct checked checked = { 0 };
	cleanup_buf struct buf more;
	int r;

	buf_init(&more, PROBLEM_FILE_MAX + 64);
	checked_init(&checked);
	buf_append(&more, t->answer->data, t->answer->len);
	buf_puts(&more, "\n42 hello\n");
	if (buf_error(&more, "output", e) < 0)
		return e->code;
	r = ask(t, more.data, more.len, &checked, e);
	*accepted = !r && checked.judgement.verdict == VERDICT_AC;
	return r;
}

int verify_output_validator(struct verify *v, const struct testset *set, struct err *e)
{
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = v->j->workers[0] };
	struct verify_names longer = { .n = 0 };
	size_t bad = 0;
	int r;

	if (!v->p->n_output_validators)
		return 0;
	r = checker_open(v->j, v->p, &checker, e);
	for (size_t i = 0; !r && i < v->p->n_tests; i++) {
		cleanup_buf struct buf answer = { 0 };
		cleanup_fd int input = -1;
		struct trial t = { .seat = &seat, .answer = &answer };
		uint64_t bytes;
		bool is_bad = false, accepted = false;

		verify_at(v, "output validator", i, v->p->n_tests);
		snprintf(t.place, sizeof(t.place), "test %s/%s", v->p->tests[i].group, v->p->tests[i].name);
		buf_init(&answer, PROBLEM_FILE_MAX);
		r = testset_input(set, i, &input, &bytes, e);
		if (!r)
			r = testset_answer(set, i, &answer, e);
		t.input = input;
		seat.test = &v->p->tests[i];
		if (!r)
			r = check_trial(v, &t, &is_bad, e);
		if (!r && !is_bad && i < CRASH_TESTS)
			r = check_crashers(v, &t, &is_bad, e);
		if (!r && !is_bad && !passes_are_led(v->p))
			r = check_more(&t, &accepted, e);
		if (r == -EPROTO) {
			verify_say(v, VERIFY_FAILED, "%s: %s (the answer and more)", t.place, e->text);
			err_clear(e);
			is_bad = true;
			r = 0;
		}
		if (accepted)
			verify_name(&longer, "%s/%s", v->p->tests[i].group, v->p->tests[i].name);
		bad += is_bad;
	}
	verify_say_names(v, VERIFY_WARNED, &longer, "the output validator accepts words behind the answer");
	if (!r && !bad)
		verify_say(v, VERIFY_OK, "the output validator %s %zu %s and rejects junk",
			   !passes_are_led(v->p) ? "accepts"
			   : v->p->interactive   ? "talks in"
						 : "leads",
			   v->p->n_tests, passes_are_led(v->p) ? "tests" : "answers");
	return r;
}

/* ---- outputs that the package brings ----------------------------------------------------------------------------- */

static int read_beside(const struct package *pk, const char *in, const char *ending, struct buf *out, struct err *e)
{
	char path[1024];
	cleanup_fd int fd = -1;

	buf_init(out, PROBLEM_FILE_MAX);
	snprintf(path, sizeof(path), "%.*s%s", (int)(strlen(in) - strlen(".in")), in, ending);
	if (!package_find(pk, path))
		return err_set(e, -EINVAL, "%s is not there", path);
	fd = package_open_file(pk->fd, path, e);
	return fd < 0 ? fd : fs_read_fd(fd, out, e);
}

/* NAME.in, NAME.ans and NAME.out, of which the last is right or wrong by the folder's name. */
static int ask_given(struct verify *v, const struct package *pk, struct checker_seat *seat, const char *in, bool accept,
		     size_t *right, struct err *e)
{
	cleanup_buf struct buf answer = { 0 }, output = { 0 };
	cleanup_checked struct checked checked = { 0 };
	cleanup_fd int fd = package_open_file(pk->fd, in, e);
	int r = fd < 0 ? fd : read_beside(pk, in, ".ans", &answer, e);

	checked_init(&checked);
	if (!r)
		r = read_beside(pk, in, ".out", &output, e);
	if (!r)
		r = checker_ask(seat, fd, &answer, output.data, output.len, &checked, e);
	if (r == -EINVAL || r == -EPROTO) {
		verify_say(v, VERIFY_FAILED, "%s: %s", in, e->text);
		err_clear(e);
		return 0;
	}
	if (r < 0)
		return r;
	if ((checked.judgement.verdict == VERDICT_AC) == accept)
		++*right;
	else
		verify_say(v, VERIFY_FAILED, "%s: its output is %s", in, accept ? "rejected" : "accepted");
	return 0;
}

int verify_given_outputs(struct verify *v, struct err *e)
{
	static const struct {
		const char *folder;
		bool accept;
	} given[] = { { "data/valid_output/", true }, { "data/invalid_output/", false } };
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	cleanup_checker struct checker checker = CHECKER_INIT;
	cleanup_checker_seat struct checker_seat seat = { .checker = &checker, .sandbox = v->j->workers[0] };
	size_t right = 0, n;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	/* What a submission says in a conversation cannot be written down ahead; of several passes the first can. */
	if (v->p->interactive)
		return 0;
	if (package_open(v->p->dir, &memory, &pk, e) < 0 || checker_open(v->j, v->p, &checker, e) < 0)
		return e->code;
	for (size_t g = 0; g < sizeof(given) / sizeof(given[0]); g++) {
		const struct package_file *files = package_below(&pk, given[g].folder, &n);

		for (size_t i = 0; i < n; i++)
			if (package_ends(files[i].path, ".in") &&
			    ask_given(v, &pk, &seat, files[i].path, given[g].accept, &right, e) < 0)
				return e->code;
	}
	if (right)
		verify_say(v, VERIFY_OK, "%zu outputs of data/ are judged as their folder says", right);
	return 0;
}
