/*
 * trial: builds the text as a function-style object, opens a box for it with the workbench's driver, and runs it. What
 * goes wrong on the way there is the test's or the judge's fault and fails the test; how a run ends is for the test to
 * say.
 */
#include "tests/support/trial.h"

#include "sandbox/base/fs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum run_how trial_how;

int trial_by_server(void **state)
{
	(void)state;
	trial_how = RUN_SERVED;
	return 0;
}

int trial_by_exec(void **state)
{
	(void)state;
	trial_how = RUN_EXEC;
	return 0;
}

struct trial trial_open(struct workbench *w, const char *text, const struct run_limits *limits)
{
	struct build b = workbench_object(w, text);
	struct trial t = { .e = ERR_INIT };

	if (b.end != BUILD_OK)
		fail_msg("%s", b.reason);
	if (run_box_open(w->tc, w->sandbox, &w->runner, &b.artifact, limits, trial_how, &t.rb, &t.e) < 0)
		fail_msg("%s", t.e.text);
	execution_init(&t.x, limits->output_bytes);
	build_clear(&b);
	return t;
}

void trial_run(struct trial *t, const char *input)
{
	struct err e = ERR_INIT;
	int fd;

	assert_int_equal(fs_memfd("input", input, strlen(input), &fd, &e), 0);
	t->r = run_box_execute(t->rb, fd, NULL, &t->x, &t->e);
	close(fd);
}

void trial_close(struct trial *t)
{
	execution_clear(&t->x);
	run_box_close(t->rb);
}

struct trial trial_once(void **state, const char *text)
{
	struct trial t = trial_open(*state, text, &RUN_LIMITS_DEFAULT);

	trial_run(&t, TRIAL_INPUT);
	if (t.r < 0)
		fail_msg("%s", t.e.text);
	return t;
}

void assert_right(struct trial *t)
{
	assert_int_equal(t->x.used.end, BOX_END_EXIT);
	assert_int_equal(t->x.used.exit_code, 0);
	assert_true(t->x.finished);
	assert_string_equal(t->x.answer.data, TRIAL_ANSWER);
	assert_string_equal(t->x.complaint, "");
	assert_false(t->x.stack_overflow);
	assert_false(t->x.null_access);
	trial_close(t);
}

void assert_is_right(void **state, const char *text)
{
	struct trial t = trial_once(state, text);

	assert_right(&t);
}

void assert_killed(const struct trial *t, int signal)
{
	assert_int_equal(t->x.used.end, BOX_END_SIGNAL);
	assert_int_equal(t->x.used.signal, signal);
	assert_false(t->x.finished);
}
