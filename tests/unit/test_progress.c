/* What stands on standard error while a submission is judged. */
#include "judge/cli/progress.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>

#include <cmocka.h>

static const struct problem_test TEST = { .group = "edge", .name = "01-capacity-one" };
static const struct report_test RUN = { .test = &TEST };

static int screen(void)
{
	int fd = memfd_create("screen", MFD_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

/* All that was written to fd. */
static void shown(int fd, struct buf *b)
{
	struct err e = ERR_INIT;

	buf_init(b, 1 << 16);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(fs_read_fd(fd, b, &e), 0);
}

static void stage(struct progress *p, enum stage s)
{
	const struct judge_event ev = { .kind = EVENT_STAGE, .stage = s };

	progress_event(&ev, p);
}

static void test(struct progress *p, size_t done, size_t failed)
{
	const struct judge_event ev = {
		.kind = EVENT_TEST, .stage = STAGE_TESTS, .done = done, .total = 42, .failed = failed, .test = &RUN
	};

	progress_event(&ev, p);
}

static void progress__one_line_is_drawn_again_and_taken_away(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 80 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_begin(&p, &t, "lru_cache", false);
	p.interval_us = 0;
	stage(&p, STAGE_COMPILE);
	test(&p, 17, 1);
	progress_end(&p);
	progress_end(&p);
	shown(fd, &b);
	assert_string_equal(b.data, "\rlru_cache: compile\033[K"
				    "\rlru_cache: tests 17/42, 1 failed, edge/01-capacity-one\033[K"
				    "\r\033[K");
}

static void progress__the_line_is_shorter_than_the_terminal_is_wide(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 41 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_begin(&p, &t, "a_problem_with_a_very_long_name", false);
	test(&p, 1, 0);
	shown(fd, &b);
	assert_string_equal(b.data, "\ra_problem_with_a_very_long_name: test...\033[K");
	progress_end(&p);
}

static void progress__it_is_not_drawn_too_often(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 80 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_begin(&p, &t, "x", false);
	p.interval_us = UINT64_C(3600000000);
	test(&p, 1, 0);
	test(&p, 2, 0);
	test(&p, 42, 0);
	shown(fd, &b);
	assert_non_null(strstr(b.data, "tests 1/42"));
	assert_null(strstr(b.data, "tests 2/42"));
	/* The last one of a stage is always drawn. */
	assert_non_null(strstr(b.data, "tests 42/42"));
	progress_end(&p);
}

static void progress__words_of_one_s_own_are_drawn_too(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 80 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_begin(&p, &t, "x", false);
	p.interval_us = UINT64_C(3600000000);
	progress_words(&p, "mutants 1/3", false);
	progress_words(&p, "mutants 2/3", false);
	progress_words(&p, "mutants 3/3", true);
	progress_end(&p);
	shown(fd, &b);
	assert_string_equal(b.data, "\rx: mutants 1/3\033[K\rx: mutants 3/3\033[K\r\033[K");
}

static void progress__quiet_is_silent(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 80 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_begin(&p, &t, "x", true);
	stage(&p, STAGE_COMPILE);
	test(&p, 42, 0);
	progress_words(&p, "mutants 3/3", true);
	progress_end(&p);
	shown(fd, &b);
	assert_string_equal(b.data, "");
}

static void progress__without_a_terminal_there_is_a_line_a_stage(void **state)
{
	cleanup_fd int fd = screen();
	cleanup_fd int kept = dup(STDERR_FILENO);
	const struct terminal t = { .fd = STDERR_FILENO, .width = 80 };
	const struct judge_event build = { .kind = EVENT_BUILD_TESTS, .done = 1, .total = 3 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	assert_int_equal(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	progress_begin(&p, &t, "x", false);
	progress_event(&build, &p);
	progress_event(&build, &p);
	stage(&p, STAGE_COMPILE);
	stage(&p, STAGE_TESTS);
	test(&p, 1, 0);
	test(&p, 42, 0);
	progress_words(&p, "mutants 1/3", false);
	progress_words(&p, "mutants 3/3", true);
	progress_end(&p);
	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	shown(fd, &b);
	assert_string_equal(b.data, "judge: x: building tests\njudge: x: compile\njudge: x: tests\n"
				    "judge: x: mutants 3/3\n");
}

/* As a signal handler calls it: once, and only where a line stands. */
static void progress__an_interrupt_leaves_a_clean_line(void **state)
{
	cleanup_fd int fd = screen();
	const struct terminal t = { .fd = fd, .redraws = true, .width = 80 };
	cleanup_buf struct buf b;
	struct progress p;

	(void)state;
	progress_erase();
	progress_begin(&p, &t, "x", false);
	stage(&p, STAGE_COMPILE);
	progress_erase();
	progress_erase();
	shown(fd, &b);
	assert_string_equal(b.data, "\rx: compile\033[K\r\033[K");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(progress__one_line_is_drawn_again_and_taken_away),
		cmocka_unit_test(progress__the_line_is_shorter_than_the_terminal_is_wide),
		cmocka_unit_test(progress__it_is_not_drawn_too_often),
		cmocka_unit_test(progress__words_of_one_s_own_are_drawn_too),
		cmocka_unit_test(progress__quiet_is_silent),
		cmocka_unit_test(progress__without_a_terminal_there_is_a_line_a_stage),
		cmocka_unit_test(progress__an_interrupt_leaves_a_clean_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
