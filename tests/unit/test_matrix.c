/* What stands on a terminal while a package is verified: on a real one, whose size the tests change. */
#include "judge/cli/matrix.h"
#include "judge/cli/progress.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define N_TESTS      40
#define N_REFERENCES 12

static struct problem_test tests[N_TESTS];
static struct problem_reference references[N_REFERENCES];
static const struct problem PROBLEM = {
	.id = "twice", .tests = tests, .n_tests = N_TESTS, .references = references, .n_references = N_REFERENCES
};

/* Both ends of a pseudo-terminal, and the matrix on it. */
struct desk {
	int near, far;
	struct matrix matrix;
	struct buf text; /* that was drawn, and not looked at yet */
};

static void resize(const struct desk *d, unsigned short rows, unsigned short columns)
{
	const struct winsize size = { .ws_row = rows, .ws_col = columns };

	assert_int_equal(ioctl(d->far, TIOCSWINSZ, &size), 0);
}

static void begin(struct desk *d, bool wanted)
{
	const struct terminal t = { .fd = d->far, .redraws = true, .unicode = false };

	matrix_begin(&d->matrix, &t, &PROBLEM, wanted);
	d->matrix.interval_us = 0;
}

static int desk_open(void **state)
{
	static struct desk d;
	struct termios raw;

	d = (struct desk){ .near = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) };
	if (d.near < 0 || grantpt(d.near) < 0 || unlockpt(d.near) < 0)
		return -1;
	buf_init(&d.text, 1 << 16);
	d.far = open(ptsname(d.near), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (d.far < 0 || tcgetattr(d.far, &raw) < 0)
		return -1;
	cfmakeraw(&raw);
	for (size_t i = 0; i < N_TESTS; i++)
		tests[i] = (struct problem_test){ .group = "g", .name = "n" };
	for (size_t i = 0; i < N_REFERENCES; i++)
		references[i] = (struct problem_reference){ .file = "accepted/a.c", .expected = { VERDICT_AC, "" } };
	references[1].file = "wrong_answer/b.c";
	references[1].expected.verdict = VERDICT_WA;
	*state = &d;
	return tcsetattr(d.far, TCSANOW, &raw);
}

static int desk_close(void **state)
{
	struct desk *d = *state;

	buf_clear(&d->text);
	return close(d->near) | close(d->far);
}

/* A terminal that nobody reads soon takes no more: so this is done behind each drawing. */
static void watch(struct desk *d)
{
	struct pollfd p = { .fd = d->near, .events = POLLIN };
	char some[4096];

	while (poll(&p, 1, 20) > 0) {
		const ssize_t n = read(d->near, some, sizeof(some));

		assert_true(n > 0);
		assert_int_equal(buf_append(&d->text, some, (size_t)n), 0);
	}
}

/* All that was drawn since the last look; valid until the next one. */
static const char *drawn(struct desk *d)
{
	static char text[1 << 16];

	watch(d);
	snprintf(text, sizeof(text), "%s", d->text.data);
	buf_reset(&d->text);
	return text;
}

static void in_stage(struct desk *d, size_t ref, enum stage stage)
{
	const struct judge_event ev = { .kind = EVENT_STAGE, .stage = stage };

	matrix_event(&references[ref], &ev, NULL, &d->matrix);
	watch(d);
}

static void got(struct desk *d, size_t ref, size_t test, enum verdict v)
{
	const struct report_test t = { .test = &tests[test], .judgement = { .verdict = v } };
	const struct judge_event ev = { .kind = EVENT_TEST, .stage = STAGE_TESTS, .test = &t };

	matrix_event(&references[ref], &ev, NULL, &d->matrix);
	watch(d);
}

static size_t lines_of(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in: %s", part, text);
}

static void matrix__a_letter_stands_for_each_result(void **state)
{
	struct desk *d = *state;
	const char *text;

	resize(d, 24, 100);
	begin(d, true);
	in_stage(d, 0, STAGE_COMPILE);
	text = drawn(d);
	assert_has(text, "twice: 0 of 12 submissions, 40 tests\033[K\r\n");
	assert_has(text, "  accepted/a.c      ........................................  compile\033[K");
	assert_int_equal(lines_of(text), 1 + N_REFERENCES);
	got(d, 0, 0, VERDICT_AC);
	got(d, 0, 2, VERDICT_TLE);
	got(d, 0, 39, VERDICT_WTL);
	text = drawn(d);
	assert_has(text, "  accepted/a.c      A.T....................................t  tests\033[K");
	matrix_end(&d->matrix);
}

static void matrix__what_is_done_says_how_it_ended(void **state)
{
	struct desk *d = *state;
	const struct verify_line line = { .result = VERIFY_OK, .got = { .verdict = VERDICT_WA } };
	const char *text;

	resize(d, 24, 100);
	begin(d, true);
	in_stage(d, 1, STAGE_TESTS);
	(void)drawn(d);
	matrix_event(&references[1], NULL, &line, &d->matrix);
	text = drawn(d);
	assert_has(text, "twice: 1 of 12 submissions");
	assert_has(text, "........  WA\033[K");
	/* Once its line is written its row goes. */
	matrix_hide(&d->matrix);
	matrix_show(&d->matrix, &references[1]);
	text = drawn(d);
	assert_null(strstr(text, "wrong_answer/b.c"));
	assert_int_equal(lines_of(text), N_REFERENCES);
	matrix_end(&d->matrix);
}

/* What is not as promised is red, what is so green, and of a wrong one what is accepted is nothing special. */
static void matrix__colours_say_what_was_promised(void **state)
{
	struct desk *d = *state;
	const char *text;

	resize(d, 24, 100);
	begin(d, true);
	d->matrix.screen.colour = true;
	got(d, 0, 0, VERDICT_AC);
	got(d, 0, 1, VERDICT_WA);
	got(d, 1, 0, VERDICT_AC);
	got(d, 1, 1, VERDICT_WA);
	(void)drawn(d);
	got(d, 1, 2, VERDICT_RTE);
	text = drawn(d);
	assert_has(text, "\033[32mA\033[0m\033[31mW\033[0m");
	assert_has(text, "A\033[32mW\033[0m\033[31mR\033[0m");
	matrix_end(&d->matrix);
}

static void matrix__is_drawn_over_itself_and_taken_away(void **state)
{
	struct desk *d = *state;
	const char *text;

	resize(d, 24, 100);
	begin(d, true);
	got(d, 0, 0, VERDICT_AC);
	assert_int_equal(strncmp(drawn(d), "\rtwice", 6), 0);
	got(d, 0, 1, VERDICT_AC);
	text = drawn(d);
	assert_int_equal(strncmp(text, "\r\033[12Atwice", 11), 0);
	matrix_hide(&d->matrix);
	assert_string_equal(drawn(d), "\r\033[12A\033[J");
	matrix_show(&d->matrix, NULL);
	assert_string_equal(drawn(d), "");
	got(d, 0, 2, VERDICT_AC);
	(void)drawn(d);
	matrix_end(&d->matrix);
	assert_string_equal(drawn(d), "\r\033[12A\033[J");
	progress_erase();
	assert_string_equal(drawn(d), "");
}

/* Columns of a line, without what steers the terminal. */
static size_t widest(const char *text)
{
	size_t column = 0, most = 0;

	for (; *text; text++) {
		if (*text == '\033') {
			text += strcspn(text, "AJK");
			continue;
		}
		column = *text == '\n' || *text == '\r' ? 0 : column + 1;
		most = column > most ? column : most;
	}
	return most;
}

static void matrix__is_never_larger_than_the_terminal(void **state)
{
	static const unsigned short columns[] = { 200, 80, 60, 41 }, rows[] = { 50, 10, 5 };
	struct desk *d = *state;

	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 3; k++) {
			const char *text;

			resize(d, rows[k], columns[i]);
			begin(d, true);
			got(d, 0, 17, VERDICT_WA);
			text = drawn(d);
			/* With few columns a cell is for several tests, and the one that failed is seen. */
			assert_has(text, "W");
			assert_in_range(widest(text), 30, columns[i] - 1);
			assert_in_range(lines_of(text), 3, rows[k] - 1);
			if (rows[k] < 1 + N_REFERENCES)
				assert_has(text, " more\033[K\033[J");
			matrix_end(&d->matrix);
			(void)drawn(d);
		}
}

static void matrix__follows_a_terminal_that_changes(void **state)
{
	struct desk *d = *state;
	const char *text;

	resize(d, 24, 100);
	begin(d, true);
	got(d, 0, 0, VERDICT_AC);
	(void)drawn(d);
	resize(d, 8, 50);
	got(d, 0, 1, VERDICT_AC);
	text = drawn(d);
	/* Not above where it stood, and not larger than there is room for now. */
	assert_int_equal(strncmp(text, "\r\033[12A", 6), 0);
	assert_in_range(lines_of(text), 3, 7);
	assert_true(widest(text) < 50);
	resize(d, 3, 20);
	got(d, 0, 2, VERDICT_AC);
	assert_string_equal(drawn(d) + 1, "\033[6A\033[J");
	resize(d, 24, 100);
	got(d, 0, 3, VERDICT_AC);
	assert_int_equal(lines_of(drawn(d)), 1 + N_REFERENCES);
	matrix_end(&d->matrix);
}

static void matrix__is_not_drawn_too_often(void **state)
{
	struct desk *d = *state;

	resize(d, 24, 100);
	begin(d, true);
	d->matrix.interval_us = UINT64_C(3600000000);
	got(d, 0, 0, VERDICT_AC);
	(void)drawn(d);
	got(d, 0, 1, VERDICT_AC);
	assert_string_equal(drawn(d), "");
	/* Another stage is always seen, with all that came before it. */
	in_stage(d, 0, STAGE_COMPLEXITY);
	assert_has(drawn(d), "AA......................................  complexity");
	matrix_end(&d->matrix);
}

static void part(struct desk *d, const char *what, size_t done, size_t total)
{
	matrix_part(what, done, total, &d->matrix);
	watch(d);
}

/* Ahead of the references and behind them, while nothing happens to one. */
static void matrix__says_what_else_is_looked_at(void **state)
{
	struct desk *d = *state;

	resize(d, 24, 100);
	begin(d, true);
	part(d, "building tests", 0, 0);
	assert_string_equal(drawn(d), "\rtwice: building tests\033[K\033[J");
	part(d, "inputs of tests", 3, 40);
	assert_string_equal(drawn(d), "\rtwice: inputs of tests 3/40\033[K\033[J");
	/* It stands below what is said meanwhile. */
	matrix_hide(&d->matrix);
	assert_string_equal(drawn(d), "\r\033[K");
	matrix_show(&d->matrix, NULL);
	assert_has(drawn(d), "twice: inputs of tests 3/40");
	got(d, 0, 0, VERDICT_AC);
	assert_has(drawn(d), "twice: 0 of 12 submissions");
	part(d, "more inputs", 1, 12);
	assert_string_equal(drawn(d), "\r\033[12Atwice: more inputs 1/12\033[K\033[J");
	d->matrix.interval_us = UINT64_C(3600000000);
	part(d, "more inputs", 2, 12);
	assert_string_equal(drawn(d), "");
	matrix_end(&d->matrix);
}

static void matrix__nothing_is_drawn_where_nobody_asked(void **state)
{
	struct desk *d = *state;

	resize(d, 24, 100);
	begin(d, false);
	got(d, 0, 0, VERDICT_AC);
	part(d, "building tests", 0, 0);
	matrix_hide(&d->matrix);
	matrix_show(&d->matrix, &references[0]);
	matrix_end(&d->matrix);
	assert_string_equal(drawn(d), "");
}

#define AT_DESK(f) cmocka_unit_test_setup_teardown(f, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest all[] = {
		AT_DESK(matrix__a_letter_stands_for_each_result),
		AT_DESK(matrix__what_is_done_says_how_it_ended),
		AT_DESK(matrix__colours_say_what_was_promised),
		AT_DESK(matrix__is_drawn_over_itself_and_taken_away),
		AT_DESK(matrix__is_never_larger_than_the_terminal),
		AT_DESK(matrix__follows_a_terminal_that_changes),
		AT_DESK(matrix__is_not_drawn_too_often),
		AT_DESK(matrix__says_what_else_is_looked_at),
		AT_DESK(matrix__nothing_is_drawn_where_nobody_asked),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
