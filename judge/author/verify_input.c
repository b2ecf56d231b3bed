/*
 * verify_input: a package's input validator, asked about inputs that it should refuse.
 *
 * A validator that lets junk pass is no check of the tests, and one that dies of it cannot say what is wrong; both
 * show when it is given junk of a fixed list, inputs of tests with the slips that people make (blanks, zeros, line
 * ends), and what the package itself brings as wrong. Some of that may be valid in a problem about text, so it is a
 * warning, unless everything passes; blanks alone, where inputs hold anything but numbers, are but a note.
 */
#include "judge/author/verify.h"

#include "judge/package/package.h"
#include "judge/validate.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <string.h>

#define SLIP_TESTS     8u    /* inputs to which each slip is done, the first small ones */
#define SLIP_BYTES_MAX 4096u /* of such an input */

/* ---- junk -------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *what, *bytes;
	size_t n;
} JUNK[] = {
#define JUNK_OF(what, bytes)                   \
	{                                      \
		what, bytes, sizeof(bytes) - 1 \
	}
	JUNK_OF("nothing", ""),
	JUNK_OF("an empty line", "\n"),
	JUNK_OF("words", "hello world\n"),
	JUNK_OF("printable characters", "YVRtr&*teTsRjs8ZC2%kN*T63V@jJq!d\n~`_-+=[]{}|;:<>,.?/\n"),
	JUNK_OF("bytes that are no text", "\x01\x80\xfe\xff\x00\x7f\xc0\xaf\n"),
	JUNK_OF("letters of another script", "\xc3\xaf\xef\xb7\xbd \xe2\x82\xac\n"),
	JUNK_OF("a byte-order mark", "\xef\xbb\xbf"
				     "1\n1\n"),
	JUNK_OF("numbers that no type holds", "99999999999999999999 -99999999999999999999\n"),
	JUNK_OF("not a number", "nan\ninf\n"),
#undef JUNK_OF
};

#define N_JUNK (sizeof(JUNK) / sizeof(JUNK[0]))

/* Slips, each done to a text; false: it cannot be done to this one. */
static bool lead_by_blank(const struct buf *in, struct buf *out)
{
	buf_putc(out, ' ');
	buf_append(out, in->data, in->len);
	return true;
}

static bool lead_by_zero(const struct buf *in, struct buf *out)
{
	const bool digit = in->data[0] >= '0' && in->data[0] <= '9';

	buf_putc(out, '0');
	buf_append(out, in->data, in->len);
	return digit;
}

static bool lead_by_plus(const struct buf *in, struct buf *out)
{
	const bool digit = in->data[0] >= '0' && in->data[0] <= '9';

	buf_putc(out, '+');
	buf_append(out, in->data, in->len);
	return digit;
}

static bool blank_at_line_end(const struct buf *in, struct buf *out)
{
	const char *end = memchr(in->data, '\n', in->len);

	if (!end)
		return false;
	buf_append(out, in->data, (size_t)(end - in->data));
	buf_putc(out, ' ');
	buf_append(out, end, in->len - (size_t)(end - in->data));
	return true;
}

static bool double_blanks(const struct buf *in, struct buf *out)
{
	bool done = false;

	for (size_t i = 0; i < in->len; i++) {
		buf_putc(out, in->data[i]);
		if (in->data[i] != ' ')
			continue;
		buf_putc(out, ' ');
		done = true;
	}
	return done;
}

static bool end_lines_otherwise(const struct buf *in, struct buf *out)
{
	bool done = false;

	for (size_t i = 0; i < in->len; i++) {
		if (in->data[i] == '\r')
			return false;
		if (in->data[i] == '\n') {
			buf_putc(out, '\r');
			done = true;
		}
		buf_putc(out, in->data[i]);
	}
	return done;
}

static bool drop_last_end(const struct buf *in, struct buf *out)
{
	buf_append(out, in->data, in->len ? in->len - 1 : 0);
	return in->len > 0 && in->data[in->len - 1] == '\n';
}

static bool add_empty_line(const struct buf *in, struct buf *out)
{
	buf_append(out, in->data, in->len);
	buf_putc(out, '\n');
	return true;
}

static bool add_words(const struct buf *in, struct buf *out)
{
	buf_append(out, in->data, in->len);
	buf_puts(out, "42 hello\n");
	return true;
}

static bool cut_half(const struct buf *in, struct buf *out)
{
	buf_append(out, in->data, in->len / 2);
	return in->len > 3;
}

static const struct {
	const char *what;
	bool (*do_to)(const struct buf *in, struct buf *out);
	bool is_blank; /* it may belong to a text */
} SLIPS[] = {
	{ "a blank in front", lead_by_blank, true },
	{ "a zero in front", lead_by_zero, false },
	{ "a plus in front", lead_by_plus, false },
	{ "a blank at the end of a line", blank_at_line_end, true },
	{ "two blanks for one", double_blanks, true },
	{ "the line ends of another system", end_lines_otherwise, false },
	{ "no end of the last line", drop_last_end, false },
	{ "an empty line behind the end", add_empty_line, false },
	{ "words behind the end", add_words, false },
	{ "the second half missing", cut_half, false },
};

#define N_SLIPS (sizeof(SLIPS) / sizeof(SLIPS[0]))

struct asking {
	struct verify *v;
	struct validator validator;
	struct verify_names passed, blanks; /* the latter: nothing but blanks that may be data */
	size_t n_refused;
	bool dead; /* it died, which was said */
};

/* *passed: it takes these bytes for an input. */
static int ask(struct asking *a, const struct problem_test *test, const char *p, size_t n, const char *what,
	       bool *passed, struct err *e)
{
	cleanup_fd int fd = -1;
	int r = fs_memfd("input", p, n, &fd, e);

	*passed = false;
	if (r < 0)
		return r;
	r = validator_check(&a->validator, test, fd, e);
	*passed = r == 0;
	if (r == -EPROTO) {
		verify_say(a->v, VERIFY_FAILED, "the input is %s: %s", what, e->text);
		a->dead = true;
	}
	if (r == -EPROTO || r == -EINVAL)
		err_clear(e);
	return r == -EPROTO || r == -EINVAL ? 0 : r;
}

static int ask_junk(struct asking *a, struct err *e)
{
	for (size_t i = 0; i < N_JUNK && !a->dead; i++) {
		bool passed;

		if (ask(a, a->v->p->tests, JUNK[i].bytes, JUNK[i].n, JUNK[i].what, &passed, e) < 0)
			return e->code;
		a->n_refused += !passed;
		if (passed)
			verify_name(&a->passed, "%s", JUNK[i].what);
	}
	return 0;
}

/* Small inputs of tests, as texts. */
struct inputs {
	struct buf texts[SLIP_TESTS];
	const struct problem_test *tests[SLIP_TESTS]; /* whose arguments count */
	size_t n;
	bool has_text; /* some hold anything but numbers */
};

static void inputs_clear(struct inputs *in)
{
	for (size_t i = 0; i < in->n; i++)
		buf_clear(&in->texts[i]);
}

static bool is_numbers(const struct buf *text)
{
	return strspn(text->data, "0123456789+-. \n") == text->len;
}

static int read_inputs(const struct verify *v, const struct testset *set, struct inputs *in, struct err *e)
{
	for (size_t i = 0; i < v->p->n_tests && in->n < SLIP_TESTS; i++) {
		cleanup_fd int fd = -1;
		uint64_t bytes;

		if (testset_input(set, i, &fd, &bytes, e) < 0)
			return e->code;
		if (bytes == 0 || bytes > SLIP_BYTES_MAX)
			continue;
		in->tests[in->n] = &v->p->tests[i];
		buf_init(&in->texts[in->n++], SLIP_BYTES_MAX);
		if (fs_read_fd(fd, &in->texts[in->n - 1], e) < 0)
			return e->code;
		in->has_text |= !is_numbers(&in->texts[in->n - 1]);
	}
	return 0;
}

/* A slip passes when it does so in every input that it can be done to. */
static int ask_slip(struct asking *a, const struct inputs *in, size_t slip, struct err *e)
{
	size_t done = 0, passed_all = 0;

	for (size_t i = 0; i < in->n && !a->dead; i++) {
		cleanup_buf struct buf text;
		bool passed;

		buf_init(&text, (size_t)4 * SLIP_BYTES_MAX);
		if (!SLIPS[slip].do_to(&in->texts[i], &text))
			continue;
		if (buf_error(&text, "input", e) < 0 ||
		    ask(a, in->tests[i], text.data, text.len, SLIPS[slip].what, &passed, e) < 0)
			return e->code;
		done++;
		passed_all += passed;
		if (!passed)
			break;
	}
	a->n_refused += done > passed_all;
	if (done > 0 && done == passed_all)
		verify_name(SLIPS[slip].is_blank && in->has_text ? &a->blanks : &a->passed, "%s", SLIPS[slip].what);
	return 0;
}

/* Inputs that the package itself brings as wrong ones. */
static int ask_given(struct asking *a, struct err *e)
{
	static const char folder[] = "data/invalid_input/";
	cleanup_arena struct arena memory;
	cleanup_package struct package pk = { .fd = -1 };
	const struct package_file *files;
	size_t n, refused = 0;

	arena_init(&memory, PACKAGE_MEMORY_MAX);
	if (package_open(a->v->p->dir, &memory, &pk, e) < 0)
		return e->code;
	files = package_below(&pk, folder, &n);
	for (size_t i = 0; i < n && !a->dead; i++) {
		cleanup_fd int fd = -1;
		int r;

		if (!package_ends(files[i].path, ".in"))
			continue;
		fd = package_open_file(pk.fd, files[i].path, e);
		r = fd < 0 ? fd : validator_check(&a->validator, a->v->p->tests, fd, e);
		refused += r == -EINVAL;
		if (r == 0)
			verify_say(a->v, VERIFY_FAILED, "%s: the input validator accepts it", files[i].path);
		if (r == -EPROTO)
			verify_say(a->v, VERIFY_FAILED, "%s: %s", files[i].path, e->text);
		if (r < 0 && r != -EINVAL && r != -EPROTO)
			return r;
		err_clear(e);
	}
	if (refused)
		verify_say(a->v, VERIFY_OK, "%zu inputs of %s are refused", refused, folder);
	return 0;
}

/* ---- together ---------------------------------------------------------------------------------------------------- */

static void say_passed(struct asking *a)
{
	if (a->dead)
		return;
	if (!a->n_refused) {
		verify_say(a->v, VERIFY_FAILED, "the input validator refuses nothing, so it is no check");
		return;
	}
	if (!a->passed.n)
		verify_say(a->v, VERIFY_OK, "the input validator refuses %zu kinds of junk and of slips", a->n_refused);
	verify_say_names(a->v, VERIFY_WARNED, &a->passed, "the input validator accepts");
	verify_say_names(a->v, a->passed.n ? VERIFY_WARNED : VERIFY_NOTED, &a->blanks,
			 "the input validator accepts blanks, which may belong to a text");
}

int verify_input_validator(struct verify *v, const struct testset *set, struct err *e)
{
	cleanup(inputs_clear) struct inputs inputs = { .n = 0 };
	struct asking a = { .v = v };
	int r;

	if (!v->p->n_validators) {
		/* Of a package from elsewhere that has been said: it is not decidable. */
		if (v->p->is_ours)
			verify_say(v, VERIFY_WARNED, "there is no input validator that this judge can run");
		return 0;
	}
	r = verify_validator_open(v, &a.validator, e);
	if (!r)
		r = ask_junk(&a, e);
	if (!r)
		r = read_inputs(v, set, &inputs, e);
	for (size_t i = 0; !r && i < N_SLIPS; i++) {
		verify_at(v, "input validator", i, N_SLIPS);
		r = ask_slip(&a, &inputs, i, e);
	}
	if (!r)
		r = ask_given(&a, e);
	validator_close(&a.validator);
	if (!r)
		say_passed(&a);
	return r;
}
