/*
 * What report_text promises: whole reports, line by line, as tests/unit/report/NAME.txt has them, and what holds for
 * each report in each style: lines that fit, no byte that steers a terminal, the verdict as the last line.
 */
#include "judge/report/report_page.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/text.h"
#include "tests/support/report_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define TEXT_MAX (1u << 20)

static void text_of(const struct report *r, const struct report_style *style, struct buf *out)
{
	struct err e = ERR_INIT;

	buf_init(out, TEXT_MAX);
	if (report_text(r, style, out, &e) < 0)
		fail_msg("%s", e.text);
}

static void fixture_text(enum fixture f, const struct report_style *style, struct buf *out)
{
	cleanup_report struct report r;

	fixture_report(&r, f);
	text_of(&r, style, out);
}

/* ---- whole reports --------------------------------------------------------------------------------------------- */

#define O VIEW_OWNER
#define C VIEW_CANDIDATE
#define I VIEW_INTERVIEWER

/* X(file, fixture, view, width, unicode, colour, verbosity, big5) */
#define GOLDENS(X)                                                        \
	X(ac, AC, O, 80, true, false, 0, false)                           \
	X(ac_long, AC, O, 80, true, false, 1, false)                      \
	X(ac_long_candidate, AC, C, 80, true, false, 1, false)            \
	X(ac_colour, AC, O, 80, true, true, 0, false)                     \
	X(wa_sample, WA_SAMPLE, O, 80, true, false, 0, false)             \
	X(wa_sample_40, WA_SAMPLE, C, 40, true, false, 0, false)          \
	X(wa_hidden_owner, WA_HIDDEN, O, 80, true, false, 0, false)       \
	X(wa_hidden_interviewer, WA_HIDDEN, I, 80, true, false, 0, false) \
	X(wa_hidden_candidate, WA_HIDDEN, C, 80, true, false, 0, false)   \
	X(wa_hidden_quiet, WA_HIDDEN, O, 80, true, false, -1, false)      \
	X(wa_colour, WA_SAMPLE, O, 80, true, true, 0, false)              \
	X(tle, TLE, O, 80, true, false, 0, false)                         \
	X(mle_120, MLE, O, 120, true, false, 0, false)                    \
	X(mle_big5, MLE, O, 80, true, false, -1, true)                    \
	X(rte_40_ascii, RTE, O, 40, false, false, 0, false)               \
	X(ce, CE, O, 80, true, false, 0, false)                           \
	X(ce_long_120, CE, O, 120, true, false, 1, false)                 \
	X(ce_40_ascii, CE, O, 40, false, false, 1, false)                 \
	X(rule, RULE, O, 80, true, false, 0, false)                       \
	X(je, JE, O, 80, true, false, 0, false)                           \
	X(je_candidate, JE, C, 60, true, false, 0, false)                 \
	X(je_colour, JE, I, 80, true, true, 0, false)                     \
	X(trial, TRIAL, O, 80, true, false, 0, false)                     \
	X(own, OWN, O, 80, true, false, 0, false)                         \
	X(hostile, HOSTILE, O, 80, true, false, 0, false)                 \
	X(bare, BARE, O, 80, true, false, 0, false)

static void compare(const char *file, enum fixture f, const struct report_style *style)
{
	cleanup_buf struct buf text;
	cleanup_buf struct buf golden;
	struct err e = ERR_INIT;
	char path[512];

	buf_init(&golden, TEXT_MAX);
	fixture_text(f, style, &text);
	snprintf(path, sizeof(path), "%s/tests/unit/report/%s.txt", JUDGE_SOURCE_DIR, file);
	if (fs_read(AT_FDCWD, path, &golden, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(text.data, golden.data);
}

#define X(file, fixture, v, w, u, c, l, b)                                                          \
	static void report_text__##file(void **state)                                               \
	{                                                                                           \
		const struct report_style style = {                                                 \
			.view = v, .width = w, .unicode = u, .colour = c, .verbosity = l, .big5 = b \
		};                                                                                  \
                                                                                                    \
		(void)state;                                                                        \
		compare(#file, FIXTURE_##fixture, &style);                                          \
	}
GOLDENS(X)
#undef X

/* ---- every report in every style ------------------------------------------------------------------------------- */

/* Calls f for each fixture in each style of a grid that has the odd widths too. */
static void for_each_style(void (*f)(enum fixture fixture, const struct report_style *style))
{
	static const unsigned widths[] = { 0, 40, 41, 42, 43, 47, 53, 61, 79, 80, 81, 120, 1000 };

	for (int fixture = 0; fixture < FIXTURE_COUNT; fixture++)
		for (size_t w = 0; w < sizeof(widths) / sizeof(*widths); w++)
			for (unsigned bits = 0; bits < 36; bits++) {
				const struct report_style style = {
					.view = (enum report_view)(bits % 3),
					.verbosity = (int)(bits / 3 % 3) - 1,
					.unicode = bits / 9 % 2,
					.big5 = bits / 18,
					.width = widths[w],
				};

				f((enum fixture)fixture, &style);
			}
}

static void check_line(enum fixture f, const struct report_style *style, const char *line, size_t n)
{
	const size_t width = style->width > 40 ? style->width : 40;
	uint32_t cp;

	if (text_width(line, n) > width)
		fail_msg("%s, width %u: %zu columns: %.*s", fixture_name(f), style->width, text_width(line, n), (int)n,
			 line);
	if (n > 0 && line[n - 1] == ' ')
		fail_msg("%s, width %u: blanks at the end: %.*s|", fixture_name(f), style->width, (int)n, line);
	for (size_t i = 0; i < n; i += text_utf8_next(line + i, n - i, &cp)) {
		if (text_utf8_next(line + i, n - i, &cp) == 0)
			fail_msg("%s: not UTF-8: %.*s", fixture_name(f), (int)n, line);
		if (text_is_unsafe(cp) || (cp >= 0x80 && !style->unicode))
			fail_msg("%s: U+%04X: %.*s", fixture_name(f), (unsigned)cp, (int)n, line);
	}
}

static void check_lines(enum fixture f, const struct report_style *style)
{
	cleanup_buf struct buf text;

	fixture_text(f, style, &text);
	assert_true(text.len > 0 && text.data[text.len - 1] == '\n');
	for (const char *at = text.data; *at;) {
		const size_t n = strcspn(at, "\n");

		check_line(f, style, at, n);
		at += n + 1;
	}
	assert_null(strstr(text.data, "\n\n\n"));
}

static void report_text__lines_fit_and_steer_nothing(void **state)
{
	(void)state;
	for_each_style(check_lines);
}

static void check_last_line(enum fixture f, const struct report_style *style)
{
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	enum verdict v;
	char expected[64];
	const char *last;

	fixture_report(&r, f);
	text_of(&r, style, &text);
	v = style->big5 ? verdict_big5(r.judgement.verdict) : r.judgement.verdict;
	snprintf(expected, sizeof(expected), "%s %s", verdict_id(v), verdict_words(v));
	text.data[text.len - 1] = 0;
	last = strrchr(text.data, '\n');
	last = last ? last + 1 : text.data;
	if (strncmp(last, expected, strlen(expected)))
		fail_msg("%s: the last line is: %s", fixture_name(f), last);
	if (style->verbosity < 0)
		assert_ptr_equal(last, text.data);
}

static void report_text__the_last_line_is_the_verdict(void **state)
{
	(void)state;
	for_each_style(check_last_line);
}

/* Takes escape sequences out, in place. */
static void strip_colour(struct buf *b)
{
	char *to = b->data;

	for (const char *from = b->data; *from;) {
		if (*from == '\033')
			from += strcspn(from, "m") + 1;
		else
			*to++ = *from++;
	}
	*to = 0;
}

static void check_colour(enum fixture f, const struct report_style *style)
{
	struct report_style coloured = *style;
	cleanup_buf struct buf plain;
	cleanup_buf struct buf text;

	coloured.colour = true;
	fixture_text(f, style, &plain);
	fixture_text(f, &coloured, &text);
	assert_non_null(strchr(text.data, '\033'));
	strip_colour(&text);
	assert_string_equal(text.data, plain.data);
}

static void report_text__colour_changes_nothing_but_colour(void **state)
{
	(void)state;
	for_each_style(check_colour);
}

/* ---- the rest -------------------------------------------------------------------------------------------------- */

static void report_text__appends_and_fails_at_the_ceiling(void **state)
{
	const struct report_style style = { .width = 80, .unicode = true };
	cleanup_report struct report r;
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	(void)state;
	fixture_report(&r, FIXTURE_AC);
	buf_init(&text, TEXT_MAX);
	buf_puts(&text, "before\n");
	assert_int_equal(report_text(&r, &style, &text, &e), 0);
	assert_memory_equal(text.data, "before\nlru_cache", 16);
	buf_clear(&text);
	buf_init(&text, 100);
	assert_int_equal(report_text(&r, &style, &text, &e), -EMSGSIZE);
}

static void report_text__hides_what_would_flood_until_it_is_asked_for(void **state)
{
	struct report_style style = { .width = 80, .unicode = false };
	struct diagnostic many[100];
	cleanup_report struct report r;
	cleanup_buf struct buf few;
	cleanup_buf struct buf all;

	(void)state;
	fixture_report(&r, FIXTURE_CE);
	for (size_t i = 0; i < 100; i++)
		many[i] = (struct diagnostic){
			DIAGNOSTIC_ERROR, "lru_cache.c", 1, (uint32_t)i + 1, "error number", NULL
		};
	r.diagnostics = many;
	r.n_diagnostics = 100;
	text_of(&r, &style, &few);
	assert_non_null(strstr(few.data, "lru_cache.c:1:8: error"));
	assert_null(strstr(few.data, "lru_cache.c:1:9: error"));
	assert_non_null(strstr(few.data, "... 92 more errors (-v shows all)"));
	style.verbosity = 1;
	text_of(&r, &style, &all);
	assert_non_null(strstr(all.data, "lru_cache.c:1:100: error"));
	assert_null(strstr(all.data, "-v shows all"));
}

/* Of an input that is too large to be kept whole, a glance. */
static void report_text__of_a_large_input_shows_a_glance(void **state)
{
	const struct report_style style = { .width = 80, .unicode = true };
	char input[REPORT_DATA_MAX + 1];
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	for (size_t i = 0; i < REPORT_DATA_MAX; i++)
		input[i] = i % 2 ? '\n' : '7';
	input[REPORT_DATA_MAX] = 0;
	fixture_report(&r, FIXTURE_RTE);
	r.tests[3].input = input;
	r.tests[3].input_bytes = 1 << 20;
	text_of(&r, &style, &text);
	assert_non_null(strstr(text.data, "(hidden, input of 1 MiB)"));
	assert_non_null(strstr(text.data, "\n     5 │ 7\n         … only the first 4 KiB are kept\n\n"));
}

/* A reason that is cut in the last line is there whole above it. */
static void report_text__a_long_reason_is_told_whole(void **state)
{
	const struct report_style style = { .width = 40, .unicode = true };
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	fixture_report(&r, FIXTURE_JE);
	snprintf(r.judgement.reason, REASON_MAX, "%s",
		 "one two three four five six seven eight nine ten eleven twelve");
	text_of(&r, &style, &text);
	assert_non_null(strstr(
		text.data, "\n  judging error: one two three four five\n  six seven eight nine ten eleven twelve\n"));
	assert_non_null(strstr(text.data, "\nJE judging error  one two three four fi…\n"));
}

/* What a program reads is never cut, and nothing is said twice for that. */
static void report_text__a_long_reason_is_not_cut_off_a_screen(void **state)
{
	const struct report_style style = { .width = 40, .unicode = true, .no_screen = true };
	cleanup_report struct report r;
	cleanup_buf struct buf text;

	(void)state;
	fixture_report(&r, FIXTURE_JE);
	snprintf(r.judgement.reason, REASON_MAX, "%s",
		 "one two three four five six seven eight nine ten eleven twelve");
	text_of(&r, &style, &text);
	assert_non_null(strstr(text.data, "\nJE judging error  one two three four five six seven eight nine ten eleven "
					  "twelve"));
	assert_null(strstr(text.data, "judging error: one"));
}

static void report_text__names_a_file_as_a_shell_takes_it(void **state)
{
	static const char *const names[][2] = {
		{ "lru_cache.c", "judge test --input INPUT lru_cache.c\n" },
		{ "my file.c", "judge test --input INPUT --problem lru_cache 'my file.c'\n" },
		{ "it's.c", "judge test --input INPUT --problem lru_cache 'it'\\''s.c'\n" },
		{ "-v.c", "judge test --input INPUT --problem lru_cache './-v.c'\n" },
		{ "", "judge test --input INPUT --problem lru_cache ''\n" },
		{ "$(id).c", "judge test --input INPUT --problem lru_cache '$(id).c'\n" },
		{ "a\nb.c", "judge test --input INPUT --problem lru_cache FILE\n" },
	};
	const struct report_style style = { .width = 80, .unicode = true };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cleanup_report struct report r;
		cleanup_buf struct buf text;

		fixture_report(&r, FIXTURE_RTE);
		r.sources[0].name = names[i][0];
		text_of(&r, &style, &text);
		if (!strstr(text.data, names[i][1]))
			fail_msg("no %s in %s", names[i][1], text.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define X(file, ...) cmocka_unit_test(report_text__##file),
		GOLDENS(X)
#undef X
			cmocka_unit_test(report_text__lines_fit_and_steer_nothing),
		cmocka_unit_test(report_text__the_last_line_is_the_verdict),
		cmocka_unit_test(report_text__colour_changes_nothing_but_colour),
		cmocka_unit_test(report_text__appends_and_fails_at_the_ceiling),
		cmocka_unit_test(report_text__hides_what_would_flood_until_it_is_asked_for),
		cmocka_unit_test(report_text__of_a_large_input_shows_a_glance),
		cmocka_unit_test(report_text__a_long_reason_is_told_whole),
		cmocka_unit_test(report_text__a_long_reason_is_not_cut_off_a_screen),
		cmocka_unit_test(report_text__names_a_file_as_a_shell_takes_it),
	};

	/* Dates in reports are local. */
	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
