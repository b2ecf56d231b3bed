/*
 * check held against a second default output validator, written after the format's text alone, in another language and
 * with exact numbers: tests/support/default_validator.py. First on a case for each sentence of the text, then on many
 * that are made by chance, from a fixed start: an answer of words and numbers, and an output that differs a little.
 *
 * Where the text leaves the verdict to the judging system (a difference that rounding decides, numbers beyond what a
 * double holds, over 30 digits), the two may disagree. FUZZ_ROUNDS: how many cases; FUZZ_SEED: another start.
 */
#include "judge/check.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"

#include <ctype.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define TWIN           JUDGE_SOURCE_DIR "/tests/support/default_validator.py"
#define ROUNDS_DEFAULT 20000
#define CASES_MAX      (256u * 1024 * 1024) /* bytes of all cases */
#define TIMEOUT_MS     (240 * 1000)

/* ---- both -------------------------------------------------------------------------------------------------------- */

struct piece {
	const char *text;
	size_t len;
};

struct cases {
	struct buf file;    /* as the twin reads them */
	struct buf letters; /* of ours: A, R or E */
};

static void cases_init(struct cases *c)
{
	buf_init(&c->file, CASES_MAX);
	buf_init(&c->letters, CASES_MAX);
}

static void cases_clear(struct cases *c)
{
	buf_clear(&c->file);
	buf_clear(&c->letters);
}

static char letter_of(const char *arguments, struct piece answer, struct piece output)
{
	struct check_options o;
	struct check_result r;
	struct err e = ERR_INIT;

	if (check_parse(arguments, &o, &e) < 0)
		return 'E';
	check_output(&o, answer.text, answer.len, output.text, output.len, &r);
	return r.verdict == VERDICT_AC ? 'A' : 'R';
}

static void put_piece(struct buf *out, struct piece p)
{
	const unsigned char size[4] = { (unsigned char)p.len, (unsigned char)(p.len >> 8), (unsigned char)(p.len >> 16),
					(unsigned char)(p.len >> 24) };

	buf_append(out, size, sizeof(size));
	buf_append(out, p.text, p.len);
}

static void add_case(struct cases *c, const char *arguments, struct piece answer, struct piece output)
{
	put_piece(&c->file, (struct piece){ arguments, strlen(arguments) });
	put_piece(&c->file, answer);
	put_piece(&c->file, output);
	buf_putc(&c->letters, letter_of(arguments, answer, output));
	assert_int_equal(c->file.failed, 0);
}

static void ask_twin(const struct cases *c, struct buf *letters)
{
	const char *const tmp = getenv("TMPDIR");
	cleanup_free char *path = fs_join(tmp ? tmp : "/tmp", "judge-twin-XXXXXX");
	const char *const argv[] = { "python3", TWIN, path, NULL };
	int fd = path ? mkstemp(path) : -1, status = -1, r;
	cleanup_buf struct buf said;
	struct err e = ERR_INIT;

	buf_init(&said, 4096);
	assert_true(fd >= 0);
	assert_int_equal(fs_write_fd(fd, c->file.data, c->file.len, &e), 0);
	close(fd);
	buf_init(letters, CASES_MAX);
	r = spawn_capture(argv, TIMEOUT_MS, letters, &said, &status, &e);
	unlink(path);
	if (r < 0)
		fail_msg("%s", e.text);
	if (status)
		fail_msg("python3 ended with %d: %s", status, said.data);
	assert_int_equal(letters->len, c->letters.len);
}

/* ---- sentences */

#define P(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct {
	const char *arguments;
	struct piece answer, output;
	char letter;
} SENTENCES[] = {
	/* "a string of single-byte characters": whatever the encoding */
	{ "", P("\xc3\xa4 \xff\0x"), P("\xc3\xa4 \xff\0x"), 'A' },
	{ "", P("\xc3\x84"), P("\xc3\xa4"), 'R' },
	{ "", P("1"), P("1\0"), 'R' },
	{ "", P("1"),
	  P("\xef\xbb\xbf"
	    "1"),
	  'R' },
	{ "float_tolerance 1", P("1"),
	  P("\xef\xbb\xbf"
	    "1"),
	  'R' },
	/* "splitting on sequences of one or more consecutive whitespaces": these six bytes and no others */
	{ "", P("a b c d e f g"),
	  P("a\x0c"
	    "b\x0a"
	    "c\x0d"
	    "d\x09"
	    "e\x0b"
	    "f \r\n g"),
	  'A' },
	{ "", P("a b"),
	  P("a\xc2\xa0"
	    "b"),
	  'R' },
	{ "", P("a b"), P("a\0b"), 'R' },
	{ "", P("a b"),
	  P("a\x1c"
	    "b"),
	  'R' },
	{ "", P("a b"),
	  P("a\x85"
	    "b"),
	  'R' },
	/* "token by token" */
	{ "", P("ab c"), P("a bc"), 'R' },
	/* "a disagreement in the number of tokens" */
	{ "", P("a b"), P("a"), 'R' },
	{ "", P("a"), P("a b"), 'R' },
	{ "", P(""), P("a"), 'R' },
	{ "", P("a"), P(""), 'R' },
	{ "", P(""), P(" \n"), 'A' },
	/* "will attempt to parse each answer file token"; "if no tolerance has been set, … compared as strings" */
	{ "float_tolerance 0.1", P("yes 1.0"), P("YES 1.05"), 'A' },
	{ "", P("1.0"), P("1.00"), 'R' },
	{ "float_tolerance 0.1", P("yes"), P("no"), 'R' },
	{ "float_tolerance 0.1 case_sensitive", P("yes"), P("Yes"), 'R' },
	/* the grammar: decimal, and scientific notation */
	{ "float_tolerance 0", P("1 1 1 1 1 1"), P("1. 1.0 +1 01 10e-1 .1E+1"), 'A' },
	{ "float_tolerance 1e9", P("1"), P("."), 'R' },
	{ "float_tolerance 1e9", P("1"), P("1e"), 'R' },
	{ "float_tolerance 1e9", P("1"), P("0x1p0"), 'R' },
	{ "float_tolerance 1e9", P("1"), P("nan"), 'R' },
	{ "float_tolerance 1e9", P("1"), P("inf"), 'R' },
	{ "float_tolerance 1e9", P("1"), P("1,5"), 'R' },
	{ "float_tolerance 1e9", P("1"), P("1\0"), 'R' },
	{ "float_tolerance 1e9", P("nan inf 0x10"), P("NaN INF 0X10"), 'A' },
	{ "float_tolerance 1e9", P("inf"), P("1"), 'R' },
	/* "at least 30 digits before and after the decimal point" */
	{ "float_tolerance 0", P("123456789012345678901234567890.123456789012345678901234567890"),
	  P("1.23456789012345678901234567890123456789012345678901234567890e29"), 'A' },
	{ "float_relative_tolerance 1e-9", P("1e-30"), P("0.000000000000000000000000000001"), 'A' },
	/* "If the submission output token cannot be parsed as floating-point" */
	{ "float_tolerance 1e9", P("1"), P("one"), 'R' },
	{ "float_tolerance 1e9", P("one"), P("1"), 'R' },
	/* "|s-a| ≤ ε" */
	{ "float_absolute_tolerance 0.5", P("100 -100"), P("100.5 -100.5"), 'A' },
	{ "float_absolute_tolerance 0.5", P("100"), P("100.51"), 'R' },
	{ "float_absolute_tolerance 0.5", P("100"), P("99.49"), 'R' },
	/* "|s-a| ≤ ε|a|": of the answer, not of the output */
	{ "float_relative_tolerance 0.25", P("100 -100"), P("125 -75"), 'A' },
	{ "float_relative_tolerance 0.25", P("100"), P("125.1"), 'R' },
	{ "float_relative_tolerance 0.25", P("75"), P("100"), 'R' },
	{ "float_relative_tolerance 0.25", P("0"), P("1e-9"), 'R' },
	{ "float_relative_tolerance 0.25", P("0"), P("-0.0"), 'A' },
	/* "within either of the two tolerances" */
	{ "float_relative_tolerance 0.25 float_absolute_tolerance 0.5", P("100 0"), P("125 0.5"), 'A' },
	{ "float_tolerance 0.25", P("100 0"), P("125 0.25"), 'A' },
	{ "float_tolerance 0.25", P("0.1"), P("0.36"), 'R' },
	/* "an error to provide any … more than once, or … alongside" */
	{ "float_tolerance 1 float_tolerance 1", P("1"), P("1"), 'E' },
	{ "float_relative_tolerance 1 float_relative_tolerance 1", P("1"), P("1"), 'E' },
	{ "float_absolute_tolerance 1 float_absolute_tolerance 1", P("1"), P("1"), 'E' },
	{ "float_tolerance 1 float_absolute_tolerance 1", P("1"), P("1"), 'E' },
	{ "float_relative_tolerance 1 float_tolerance 1", P("1"), P("1"), 'E' },
	{ "float_tolerance", P("1"), P("1"), 'E' },
	{ "float_tolerance 0x1p-3", P("1"), P("1"), 'E' },
	/* … and of the others no error */
	{ "case_sensitive case_sensitive", P("a"), P("a"), 'A' },
	{ "space_change_sensitive space_change_sensitive", P("a"), P("a"), 'A' },
	/* "will parse exact integers as floating-point" */
	{ "float_absolute_tolerance 1", P("7"), P("8"), 'A' },
	/* "identical byte for byte"; "up to case": A to Z alone */
	{ "case_sensitive", P("Abc"), P("abc"), 'R' },
	{ "case_sensitive", P("Abc"), P("Abc"), 'A' },
	{ "", P("ABYZ"), P("abyz"), 'A' },
	{ "", P("@["), P("`{"), 'R' },
	/* "lenient with regard to leading and trailing whitespace" */
	{ "", P("a b\n"), P("\n\n  a \r\n b"), 'A' },
	/* "reject any … whose whitespace sequences (including leading and trailing) differ … in type or amount" */
	{ "space_change_sensitive", P("a b\n"), P("a b\n"), 'A' },
	{ "space_change_sensitive", P("a b\n"), P("A b\n"), 'A' },
	{ "space_change_sensitive", P("a b\n"), P("a  b\n"), 'R' },
	{ "space_change_sensitive", P("a b\n"), P("a\tb\n"), 'R' },
	{ "space_change_sensitive", P("a b\n"), P(" a b\n"), 'R' },
	{ "space_change_sensitive", P("a b\n"), P("a b"), 'R' },
	{ "space_change_sensitive", P("a b\n"), P("a b\r\n"), 'R' },
	{ "space_change_sensitive", P("a b\n"), P("a b\n\n"), 'R' },
	{ "space_change_sensitive", P(""), P("\n"), 'R' },
	{ "space_change_sensitive", P(" a"), P("a "), 'R' },
	{ "space_change_sensitive float_tolerance 1", P("1 2\n"), P("1.5 2\n"), 'A' },
};

static void text__is_followed_by_both_sentence_by_sentence(void **state)
{
	const size_t n = sizeof(SENTENCES) / sizeof(*SENTENCES);
	cleanup_buf struct buf letters;
	struct cases c;

	(void)state;
	cases_init(&c);
	for (size_t i = 0; i < n; i++)
		add_case(&c, SENTENCES[i].arguments, SENTENCES[i].answer, SENTENCES[i].output);
	ask_twin(&c, &letters);
	for (size_t i = 0; i < n; i++) {
		/* What lies on a bound is decided in small letters. */
		const char ours = c.letters.data[i], theirs = (char)toupper((unsigned char)letters.data[i]);

		if (ours != SENTENCES[i].letter || theirs != SENTENCES[i].letter)
			fail_msg("case %zu (%s, '%s', '%s'): check says %c, its twin %c, the text %c", i,
				 SENTENCES[i].arguments, SENTENCES[i].answer.text, SENTENCES[i].output.text, ours,
				 theirs, SENTENCES[i].letter);
	}
	cases_clear(&c);
}

/* ---- chance ------------------------------------------------------------------------------------------------------ */

static uint64_t random_state;

static uint64_t next_random(void)
{
	/* SplitMix64 */
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static unsigned below(unsigned n)
{
	return (unsigned)(next_random() % n);
}

#define ONE_OF(list) ((list)[below(sizeof(list) / sizeof(*(list)))])

static void put_arguments(struct buf *out)
{
	static const char *const words[] = { "case_sensitive", "space_change_sensitive", "float_tolerance",
					     "float_absolute_tolerance", "float_relative_tolerance" };
	static const char *const numbers[] = { "1e-6", "0.001",  "0",   ".5", "1",   "1e-9", "2.5e+1",
					       "+0.1", "1e-300", "1e3", "-1", "nan", "1e",   "0x1" };

	for (unsigned n = below(4); n > 0; n--) {
		const char *word = ONE_OF(words);

		buf_printf(out, "%s ", word);
		/* Mostly numbers that are tolerances. */
		if (!strncmp(word, "float", 5))
			buf_printf(out, "%s ", below(20) ? numbers[below(10)] : ONE_OF(numbers));
	}
	if (out->len == 0)
		buf_puts(out, "");
}

static void put_digits(struct buf *out, unsigned n)
{
	while (n-- > 0)
		buf_putc(out, (char)('0' + below(10)));
}

static void put_number(struct buf *out)
{
	static const char *const signs[] = { "", "", "", "-", "+" };
	static const char *const exponents[] = { "",
						 "",
						 "",
						 "",
						 "e0",
						 "E+2",
						 "e-3",
						 "e10",
						 "e-20",
						 "e300",
						 "e-310",
						 "e400",
						 "e-400",
						 "e99999999999999999999",
						 "e-99999999999999999999",
						 "e",
						 "e+" };

	buf_puts(out, ONE_OF(signs));
	put_digits(out, below(20) ? below(5) : below(40));
	if (below(2)) {
		buf_putc(out, '.');
		put_digits(out, below(20) ? below(7) : below(1100));
	}
	buf_puts(out, ONE_OF(exponents));
}

static void put_word(struct buf *out)
{
	static const struct piece words[] = { P("yes"),      P("YES"),  P("No"),       P("nan"),    P("NaN"),
					      P("inf"),      P("-inf"), P("infinity"), P("0x1p-3"), P("0x10"),
					      P("."),        P("-"),    P("+"),        P("e5"),     P("\xef\xbb\xbf"),
					      P("\0"),       P("a\0b"), P("\xff\xfe"), P("1_000"),  P("1,5"),
					      P("\xc2\xa0"), P("\x1c"), P("1f"),       P("0"),      P("-0"),
					      P("0.0") };
	const struct piece *w = &ONE_OF(words);

	if (below(200) == 0)
		for (unsigned n = below(3000); n > 0; n--)
			buf_putc(out, (char)('a' + below(3)));
	else
		buf_append(out, w->text, w->len);
}

static void put_token(struct buf *out)
{
	if (below(3))
		put_number(out);
	else
		put_word(out);
}

static void put_space(struct buf *out)
{
	static const char *const spaces[] = { " ", " ", " ", "\n", "\n", "\r\n", "\t", "  ", "\v", "\f", " \n", "\r" };

	buf_puts(out, ONE_OF(spaces));
}

static void put_answer(struct buf *out)
{
	if (below(8) == 0)
		put_space(out);
	for (unsigned n = below(6); n > 0; n--) {
		put_token(out);
		if (n > 1 || below(4))
			put_space(out);
	}
}

/* A number near to that which the token spells, or the token in other letters. */
static void put_near(struct buf *out, const char *token, size_t len)
{
	static const double shares[] = { 0, 0, 1e-12, 1e-9, 1e-7, 1e-6, -1e-6, 1e-3, -0.5, 0.49, 1 };
	char text[64];
	char *end;
	double v;

	if (len == 0 || len >= sizeof(text))
		return;
	memcpy(text, token, len);
	text[len] = 0;
	v = strtod(text, &end);
	if (end != text + len || !isdigit((unsigned char)text[len - 1])) {
		for (size_t i = 0; i < len; i++)
			buf_putc(out, (char)(below(2) ? toupper((unsigned char)text[i]) : token[i]));
		return;
	}
	v += below(2) ? ONE_OF(shares) : v * ONE_OF(shares);
	switch (below(4)) {
	case 0:
		buf_printf(out, "%.*g", 1 + (int)below(17), v);
		break;
	case 1:
		buf_printf(out, "%.*e", (int)below(18), v);
		break;
	case 2:
		buf_printf(out, "%.*f", (int)below(12), v);
		break;
	default:
		if (below(4))
			buf_printf(out, "%G", v);
		else
			buf_printf(out, "%a", v);
	}
}

static void put_output(struct buf *out, const struct buf *answer)
{
	const char *const text = answer->data ? answer->data : "";
	size_t i = 0;

	while (i < answer->len) {
		const bool space = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
		size_t n = 1;

		while (i + n < answer->len &&
		       space == (text[i + n] == ' ' || (text[i + n] >= '\t' && text[i + n] <= '\r')))
			n++;
		switch (below(space ? 30 : 8)) {
		case 0:
			if (space)
				put_space(out);
			else if (below(4))
				put_near(out, text + i, n);
			else
				put_token(out);
			break;
		case 1:
		case 2:
			if (!space) {
				put_near(out, text + i, n);
				break;
			}
			buf_append(out, text + i, n);
			put_space(out);
			break;
		case 3:
			if (below(4) == 0)
				break;
			/* fall through */
		default:
			buf_append(out, text + i, n);
		}
		i += n;
	}
	if (below(20) == 0)
		put_token(out);
}

static void put_escaped(struct buf *out, const char *what, const char *text, size_t len)
{
	buf_printf(out, "\n%s: ", what);
	for (size_t i = 0; i < len && i < 2000; i++)
		if (isprint((unsigned char)text[i]) && text[i] != '\\')
			buf_putc(out, text[i]);
		else
			buf_printf(out, "\\x%02x", (unsigned char)text[i]);
}

/* The case as it stands in the file, for people. */
static const char *show_case(const struct cases *c, size_t number, struct buf *out)
{
	static const char *const names[] = { "arguments", "answer", "output" };
	const unsigned char *p = (const unsigned char *)c->file.data;

	for (size_t i = 0; i <= 3 * number + 2; i++) {
		const size_t n = p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;

		if (i >= 3 * number)
			put_escaped(out, names[i - 3 * number], (const char *)p + 4, n);
		p += 4 + n;
	}
	return out->data;
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void both__agree_wherever_the_text_decides(void **state)
{
	const uint64_t rounds = from_environment("FUZZ_ROUNDS", ROUNDS_DEFAULT);
	const size_t n = rounds < 10 * ROUNDS_DEFAULT ? rounds : 10 * ROUNDS_DEFAULT;
	cleanup_buf struct buf letters, arguments, answer, output, shown;
	size_t seen[128] = { 0 };
	struct cases c;

	(void)state;
	random_state = from_environment("FUZZ_SEED", 1);
	cases_init(&c);
	buf_init(&arguments, 4096);
	buf_init(&answer, 1 << 16);
	buf_init(&output, 1 << 17);
	buf_init(&shown, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&arguments);
		buf_reset(&answer);
		buf_reset(&output);
		put_arguments(&arguments);
		put_answer(&answer);
		put_output(&output, &answer);
		add_case(&c, arguments.data ? arguments.data : "",
			 (struct piece){ answer.data ? answer.data : "", answer.len },
			 (struct piece){ output.data ? output.data : "", output.len });
	}
	ask_twin(&c, &letters);
	for (size_t i = 0; i < n; i++) {
		seen[(unsigned char)letters.data[i] & 127]++;
		if (isupper((unsigned char)letters.data[i]) && letters.data[i] != c.letters.data[i])
			fail_msg("case %zu: check says %c, its twin %c%s", i, c.letters.data[i], letters.data[i],
				 show_case(&c, i, &shown));
	}
	/* Cases that all came to one end would have shown nothing, and neither would those that may come to any. */
	print_message("A %zu, R %zu, E %zu, a %zu, r %zu\n", seen['A'], seen['R'], seen['E'], seen['a'], seen['r']);
	assert_true(seen['A'] > n / 10 && seen['R'] > n / 10 && seen['E'] > n / 100);
	assert_true(seen['a'] + seen['r'] < n / 10);
	cases_clear(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__is_followed_by_both_sentence_by_sentence),
		cmocka_unit_test(both__agree_wherever_the_text_decides),
	};

	return cmocka_run_group_tests_name("check_twin", tests, NULL, NULL);
}
