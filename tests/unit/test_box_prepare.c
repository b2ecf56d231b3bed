/*
 * tags: serial
 *
 * Boxes made ahead: those who ask for one find it, nobody else does, and none is left.
 */
#include "tests/support/box_fixture.h"

#include "sandbox/base/clock.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define MANY 80

/* The keeper's children, each of which is a warden. */
static size_t count_wardens(void)
{
	pid_t all[MANY];

	return children_of(keeper_pid(), all, MANY);
}

/* Boxes are made while nobody asks for anything else. */
static size_t await_wardens(size_t n)
{
	for (int i = 0; i < 5000 && count_wardens() != n; i++)
		usleep(1000 * (useconds_t)slowness);
	return count_wardens();
}

static bool has_warden(const pid_t *all, size_t n, pid_t pid)
{
	for (size_t i = 0; i < n; i++)
		if (all[i] == pid)
			return true;
	return false;
}

static void prepare(struct fixture *f, unsigned n)
{
	struct err e = ERR_INIT;

	OK(box_prepare(f->s, &f->spec, n, &e));
}

static void found_ready(struct fixture *f)
{
	pid_t before[MANY], after[MANY];
	size_t n;

	prepare(f, 3);
	CHECK(await_wardens(4) == 4);
	n = children_of(keeper_pid(), before, MANY);
	for (int i = 0; i < 3; i++) {
		open_box(f);
		run(f, "exit", "6");
		CHECK(exited(f, 6));
		CHECK(count_wardens() == n);
	}
	/* They were the ones. */
	CHECK(children_of(keeper_pid(), after, MANY) == n);
	for (size_t i = 0; i < n; i++)
		CHECK(has_warden(before, n, after[i]));
	/* The next is made when it is asked for. */
	open_box(f);
	CHECK(count_wardens() == n + 1);
	box_close(f->b);
	CHECK(count_wardens() == n);
}

/* What one box had is not in the next, also where the groups are the same. */
static void kept_apart(struct fixture *f)
{
	struct box_spec small = f->spec, large = f->spec;
	struct err e = ERR_INIT;

	small.memory_bytes = 16 * MIB;
	large.memory_bytes = 128 * MIB;
	box_close(f->b);
	f->spec = small;
	prepare(f, 2);
	f->spec = large;
	prepare(f, 2);
	CHECK(await_wardens(4) == 4);
	for (int i = 0; i < 2; i++) {
		f->spec = large;
		open_box(f);
		run(f, "touch", "100");
		CHECK(exited(f, 0));
		f->spec = small;
		open_box(f);
		run(f, "touch", "100");
		CHECK(f->memory_group ? ended(f, BOX_END_MEMORY) : exited(f, 9));
		CHECK(count_wardens() == 4);
	}
	/* Neither finds one of a third kind. */
	f->spec.work_files++;
	OK(box_open(f->s, &f->spec, &f->b, &e));
	CHECK(count_wardens() == 5);
}

static void told_when_opened(struct fixture *f)
{
	const struct box_mount bad = { "/proc/self/attr", "/proc/x/../y", false, false };
	struct err e = ERR_INIT;
	struct box *b;

	f->spec.memory_bytes = 0;
	CHECK(box_prepare(f->s, &f->spec, 1, &e) == -EINVAL && strstr(e.text, "memory"));
	f->spec.memory_bytes = 64 * MIB;
	f->spec.mounts = &bad;
	f->spec.n_mounts = 1;
	CHECK(box_prepare(f->s, &f->spec, 1, &e) == -EINVAL);
	/* There is a place for the mount, or the box cannot be: what is in its way is /dev/null. */
	f->spec.mounts = &(const struct box_mount){ boxes_dir, "/dev/null/below", false, false };
	OK(box_prepare(f->s, &f->spec, 2, &e));
	CHECK(box_open(f->s, &f->spec, &b, &e) < 0);
	CHECK(strstr(e.text, "/dev/null"));
	f->spec.n_mounts = 0;
	reopen_box(f);
	run(f, "exit", "1");
	CHECK(exited(f, 1) && count_wardens() == 1);
}

/* Never more than so many, in however many orders, and there is always room for one that is asked for. */
static void bounded(struct fixture *f)
{
	prepare(f, 1000);
	CHECK(await_wardens(1 + BOX_PREPARED_MAX) == 1 + BOX_PREPARED_MAX);
	for (int i = 0; i < 8; i++) {
		f->spec.work_files = 40 + (uint32_t)i / 2;
		prepare(f, BOX_PREPARED_MAX);
		usleep(50000);
		CHECK(count_wardens() <= 1 + BOX_PREPARED_MAX);
	}
	for (int i = 0; i < 3; i++) {
		f->spec.work_files = 100 + (uint32_t)i;
		open_box(f);
		run(f, "exit", "2");
		CHECK(exited(f, 2));
	}
}

/* One that was killed while it waited is not handed out. */
static void killed(struct fixture *f)
{
	pid_t all[MANY];
	size_t n;

	/* Where they are another user's. */
	if (geteuid() != 0)
		return;
	box_close(f->b);
	prepare(f, 3);
	CHECK(await_wardens(3) == 3);
	n = children_of(keeper_pid(), all, MANY);
	for (size_t i = 0; i < n; i++)
		kill_and_wait(all[i]);
	for (int i = 0; i < 4; i++) {
		open_box(f);
		run(f, "exit", "3");
		CHECK(exited(f, 3));
	}
	CHECK(count_wardens() == 4);
}

/* One that dies when it has been handed out is an error, and soon. */
static void killed_later(struct fixture *f)
{
	const char *const argv[] = { "victim", "exit", "0", NULL };
	uint64_t begin = clock_mono_us();
	struct err e = ERR_INIT;
	pid_t warden = 0;

	if (geteuid() != 0)
		return;
	CHECK(children_of(keeper_pid(), &warden, 1) == 1);
	kill_and_wait(warden);
	f->run.argv = argv;
	CHECK(box_run(f->b, &f->run, &f->res, &e) == -EPIPE);
	CHECK(box_put(f->b, "more", 0, &e) < 0);
	CHECK(clock_mono_us() - begin < 5 * CLOCK_US_PER_S * slowness);
	reopen_box(f);
	run(f, "exit", "4");
	CHECK(exited(f, 4));
}

static void not_left_over(struct fixture *f)
{
	enum place place = f->place;
	const char *group = f->group;
	pid_t child;

	prepare(f, 5);
	CHECK(await_wardens(6) == 6);
	prepare(f, 16);
	fixture_end(f);
	CHECK(!children_of(getpid(), &child, 1));
	fixture_begin(f, place, group);
	prepare(f, 1);
}

CASE(found_ready, box__that_was_made_ahead_is_the_one_that_is_opened)
CASE(kept_apart, boxes__made_ahead_are_never_those_of_another_order)
CASE(told_when_opened, box__that_cannot_be_made_ahead_says_so_when_it_is_opened)
CASE(bounded, boxes__made_ahead_are_bounded)
CASE(killed, box__that_died_before_it_was_opened_is_not_given)
CASE(killed_later, box__that_dies_is_an_error_at_once)
CASE(not_left_over, boxes__made_ahead_go_with_the_sandbox)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box__that_was_made_ahead_is_the_one_that_is_opened),
		cmocka_unit_test(boxes__made_ahead_are_never_those_of_another_order),
		cmocka_unit_test(box__that_cannot_be_made_ahead_says_so_when_it_is_opened),
		cmocka_unit_test(boxes__made_ahead_are_bounded),
		cmocka_unit_test(box__that_died_before_it_was_opened_is_not_given),
		cmocka_unit_test(box__that_dies_is_an_error_at_once),
		cmocka_unit_test(boxes__made_ahead_go_with_the_sandbox),
	};

	return cmocka_run_group_tests_name("box_prepare", tests, boxes_set_up, boxes_tear_down);
}
