/*
 * Whatever fails in the judge, its host or the package is JE, said by the stage in which it failed, and never a
 * candidate's fault; nor does it undo what was decided before.
 */
#include "judge/session.h"
#include "tests/support/workshop.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#define RIGHT TWICE("	return x + x;")

/* ---- package and host -------------------------------------------------------------------------------------------- */

/* Judging this right one gives JE, decided there, and the reason says this. */
static void assert_judging_fails(struct workshop *w, struct judge *j, const struct judge_options *o, enum stage stage,
				 const char *reason)
{
	struct report r = workshop_submit(w, j, RIGHT, o);

	if (r.judgement.verdict != VERDICT_JE || !strstr(r.judgement.reason, reason))
		fail_msg("%s/%s, not JE/%s", verdict_id(r.judgement.verdict), r.judgement.reason, reason);
	assert_int_equal(r.decided_by, stage);
	report_clear(&r);
}

static void package__that_is_broken_is_a_judging_error(void **state)
{
	static const struct {
		const char *path, *text, *reason;
	} rows[] = {
		{ "generators/generate.c", "int main(void) { return 1; }\n", "the generator failed: exit 1" },
		{ "submissions/accepted/sum.c", TWICE("	abort();"), "the model solution fails on it: SIGABRT" },
		{ "submissions/accepted/sum.c", TWICE("	return 7;"), "the written answer and the model's differ" },
		{ "include/driver.c", "int driver = nothing;\n", "driver.c:1: 'nothing' undeclared" },
	};
	struct workshop *w = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(workshop_reset(state), 0);
		workshop_put(w, rows[i].path, rows[i].text);
		workshop_load(w);
		assert_judging_fails(w, NULL, NULL, STAGE_TESTS, rows[i].reason);
	}
}

static void host__without_boxes_is_a_judging_error(void **state)
{
	struct workshop *w = *state;
	struct judge *j = workshop_judge(w, 1);

	j->probed = true;
	j->probe.usable = false;
	snprintf(j->probe.failure, sizeof(j->probe.failure), "no user namespaces");
	assert_judging_fails(w, j, NULL, STAGE_NONE,
			     "the sandbox does not work on this host (see judge doctor): no user namespaces");
	judge_close(j);
}

/* ---- what dies meanwhile ----------------------------------------------------------------------------------------- */

/* The processes whose parent is `pid`; their number. */
static size_t children(pid_t pid, pid_t *list, size_t room)
{
	char path[64];
	cleanup_file FILE *f = NULL;
	size_t n = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
	f = fopen(path, "re");
	while (f && n < room && fscanf(f, "%d", &list[n]) == 1)
		n++;
	return n;
}

/* Kills at one kind of event: the keepers, or their wardens. */
struct killer {
	int event;
	enum stage stage;
	bool wardens;
	pid_t spared[8]; /* children of this process that are others' */
	size_t n_spared, killed;
};

static bool is_spared(const struct killer *k, pid_t pid)
{
	for (size_t i = 0; i < k->n_spared; i++)
		if (k->spared[i] == pid)
			return true;
	return false;
}

/*
 * Wardens die with their keeper, but not at once: until they have, they serve, and a run that they have finished is as
 * good as any.
 */
static void await_ends(const int *pidfds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct pollfd fd = { .fd = pidfds[i], .events = POLLIN };

		assert_true(pidfds[i] < 0 || poll(&fd, 1, 10000) == 1);
		if (pidfds[i] >= 0)
			close(pidfds[i]);
	}
}

static void kill_some(const struct judge_event *ev, void *arg)
{
	struct killer *k = arg;
	pid_t keepers[16], wardens[16];
	int pidfds[16];

	if ((int)ev->kind != k->event || (k->event == EVENT_STAGE && ev->stage != k->stage))
		return;
	for (size_t n = children(getpid(), keepers, 16); n-- > 0;) {
		size_t n_wardens;

		if (is_spared(k, keepers[n]))
			continue;
		n_wardens = children(keepers[n], wardens, 16);
		for (size_t m = 0; m < n_wardens; m++)
			pidfds[m] = (int)syscall(SYS_pidfd_open, wardens[m], 0);
		for (size_t m = 0; k->wardens && m < n_wardens; m++)
			k->killed += !kill(wardens[m], SIGKILL);
		if (!k->wardens)
			k->killed += !kill(keepers[n], SIGKILL);
		await_ends(pidfds, n_wardens);
	}
}

static void assert_killing_is_a_judging_error(struct workshop *w, unsigned workers, struct killer k, enum stage stage,
					      const char *reason)
{
	const struct judge_options options = { .event = kill_some, .arg = &k };
	struct judge *j;

	k.n_spared = children(getpid(), k.spared, 8);
	j = workshop_judge(w, workers);
	assert_judging_fails(w, j, &options, stage, reason);
	assert_true(k.killed > 0);
	if (!k.wardens) /* Nor is the next one wronged. */
		assert_judging_fails(w, j, NULL, STAGE_COMPILE, "");
	judge_close(j);
}

/* So that killing meets the candidate's own box. */
static void build_tests(struct workshop *w)
{
	struct report r = workshop_submit(w, NULL, RIGHT, NULL);

	assert_judged(&r.judgement, VERDICT_AC, "");
	report_clear(&r);
}

static void keeper__that_dies_is_a_judging_error(void **state)
{
	static const struct killer killers[] = {
		{ .event = EVENT_TEST },
		{ .event = EVENT_STAGE, .stage = STAGE_COMPILE },
		{ .event = EVENT_STAGE, .stage = STAGE_TESTS },
	};
	struct workshop *w = *state;

	build_tests(w);
	for (size_t i = 0; i < sizeof(killers) / sizeof(killers[0]); i++) {
		enum stage stage = killers[i].event == EVENT_TEST ? STAGE_TESTS : killers[i].stage;

		assert_killing_is_a_judging_error(w, 1, killers[i], stage, "");
		assert_killing_is_a_judging_error(w, 2, killers[i], stage, "");
	}
}

static void box__that_dies_is_a_judging_error(void **state)
{
	struct workshop *w = *state;

	build_tests(w);
	assert_killing_is_a_judging_error(w, 1, (struct killer){ .event = EVENT_TEST, .wardens = true }, STAGE_TESTS,
					  "the box died");
}

/* Kills the wardens that run nothing, once one runs something. */
static void kill_idle(const struct judge_event *ev, void *arg)
{
	struct killer *k = arg;
	pid_t keepers[16], idle[16], some[1];
	size_t n_idle = 0, n_busy = 0;

	if (ev->kind != EVENT_TEST || k->killed)
		return;
	for (int patience = 5000; !n_busy && patience--; usleep(1000)) {
		n_idle = 0;
		for (size_t n = children(getpid(), keepers, 16); n-- > 0;) {
			pid_t warden;

			if (is_spared(k, keepers[n]) || !children(keepers[n], &warden, 1))
				continue;
			if (children(warden, some, 1))
				n_busy++;
			else
				idle[n_idle++] = warden;
		}
	}
	while (n_idle-- > 0)
		k->killed += !kill(idle[n_idle], SIGKILL);
}

/* Two workers: one spends its time with the first test, the other one's box dies meanwhile at a later test. */
static void failure__behind_the_test_that_decided_is_none(void **state)
{
	struct workshop *w = *state;
	struct killer k = { .killed = 0 };
	const struct judge_options options = { .event = kill_idle, .arg = &k };
	struct report r;
	struct judge *j;

	build_tests(w);
	k.n_spared = children(getpid(), k.spared, 8);
	/* A server would be a child of its warden all the time. */
	j = workshop_judge_how(w, 2, RUN_EXEC);
	r = workshop_submit(w, j, TWICE("	if (x == 2) for (volatile int i = 0;; i++) ;\n	return x + x;"),
			    &options);
	assert_true(k.killed > 0);
	assert_judged(&r.judgement, VERDICT_TLE, "over 0.3 s");
	assert_int_equal(r.first_failed, 0);
	assert_int_equal(r.tests[1].judgement.verdict, VERDICT_NONE);
	report_clear(&r);
	judge_close(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(package__that_is_broken_is_a_judging_error, workshop_reset),
		cmocka_unit_test_setup(host__without_boxes_is_a_judging_error, workshop_reset),
		cmocka_unit_test_setup(keeper__that_dies_is_a_judging_error, workshop_reset),
		cmocka_unit_test_setup(box__that_dies_is_a_judging_error, workshop_reset),
		cmocka_unit_test_setup(failure__behind_the_test_that_decided_is_none, workshop_reset),
	};

	return cmocka_run_group_tests_name("pipeline_failures", tests, workshop_open, workshop_close);
}
