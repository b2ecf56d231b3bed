/*
 * What a candidate that plays with its process gains: nothing of the host, no place to write, and no right answer by
 * notes that are not the runtime's.
 */
#include "runners/driver/channel.h"
#include "tests/support/trial.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Laid out by hand: functions in an argument of a macro are beyond clang-format. */
/* clang-format off */

static const char looks_for_the_host[] = CODE(
	static const char *const paths[] = {
		"/etc/passwd", "/proc/self/maps", "/proc", "/sys", "/home", "/root", "/tmp", "/usr/include",
		"/usr/share", "/bin", "/box/../etc", "/var", "/dev/shm", "/dev/tty", NULL };
	int twice(int x)
	{
		for (int i = 0; paths[i]; i++)
			if (open(paths[i], O_RDONLY) >= 0)
				return -1;
		return 2 * x;
	});

static const char looks_for_a_place_to_write[] = CODE(
	static const char *const paths[] = { "/box/new", "/new", "/work/new", "/tmp/new", "/dev/new", NULL };
	int twice(int x)
	{
		for (int i = 0; paths[i]; i++)
			if (open(paths[i], O_WRONLY | O_CREAT, 0600) >= 0)
				return -1;
		return open("/box/runner", O_WRONLY) < 0 ? 2 * x : -2;
	});

static const char *const forges_notes[] = {
	/* done, and then not */
	CODE(int twice(int x) {
		note("done\n");
		abort();
		return x;
	}),
	CODE(int twice(int x) {
		note("done\n");
		exit(3);
		return x;
	}),
	/* words that are none, lines without end, too many of them */
	CODE(int twice(int x) {
		note("\ndone \n done\ndonee\ndon");
		_exit(0);
		return x;
	}),
	CODE(int twice(int x) {
		for (int i = 0; i < 999; i++)
			note("done-and-");
		note("\n");
		_exit(0);
		return x;
	}),
	CODE(int twice(int x) {
		for (int i = 0; i < 999; i++)
			note("noise\n");
		note("done\n");
		_exit(0);
		return x;
	}),
	/* a fault or a complaint without its exit code, and the reverse */
	CODE(int twice(int x) {
		note("fault it is the judge\n");
		exit(1);
		return x;
	}),
	CODE(int twice(int x) {
		note("fault it is the judge\n");
		abort();
		return x;
	}),
	CODE(int twice(int x) {
		note("complaint it is the judge\n");
		exit(1);
		return x;
	}),
	CODE(int twice(int x) {
		exit(120);
		return x;
	}),
	CODE(int twice(int x) {
		exit(121);
		return x;
	}),
	/* closed channels */
	CODE(int twice(int x) {
		close(3);
		close(4);
		return 2 * x;
	}),
};

/* clang-format on */

static void descriptors__beyond_its_own_are_closed(void **state)
{
	assert_is_right(state, CODE(int twice(int x) {
				char c;

				if (read(0, &c, 1) != 0)
					return -1;
				for (int fd = 1; fd < 1000; fd++)
					if (read(fd, &c, 1) >= 0 || errno != EBADF)
						return -fd;
				return 2 * x;
			}));
}

static void host__is_not_seen(void **state)
{
	assert_is_right(state, looks_for_the_host);
}

static void box__is_read_only(void **state)
{
	assert_is_right(state, looks_for_a_place_to_write);
}

static void complaint__of_the_driver_is_shown_escaped(void **state)
{
	struct trial t = trial_once(state, CODE(int twice(int x) { return x == 2 ? -777 : 2 * x; }));

	assert_int_equal(t.x.used.end, BOX_END_EXIT);
	assert_int_equal(t.x.used.exit_code, CHANNEL_EXIT_COMPLAINT);
	assert_false(t.x.finished);
	assert_string_equal(t.x.complaint, "twice\\x1b[31m went wrong");
	trial_close(&t);
}

static void input__that_the_driver_does_not_expect_is_named(void **state)
{
	static const struct {
		const char *text, *input, *said;
	} bad[] = {
		{ TWICE, "1 two", "byte 2 of the input: a number expected" },
		{ TWICE, "1 - 2", "a number expected" },
		{ TWICE, "12x", "the end of a number expected" },
		{ TWICE, "9223372036854775808", "a number of 64 bits expected" },
		{ TWICE, "-9223372036854775809", "a number of 64 bits expected" },
		{ CODE(int twice(int x) { return x ? -999 : 0; }), "1 2", "byte 3 of the input: a number expected" },
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct trial t = trial_open(*state, bad[i].text, &RUN_LIMITS_DEFAULT);

		trial_run(&t, bad[i].input);
		assert_int_equal(t.r, 0);
		assert_false(t.x.finished);
		if (!strstr(t.x.fault, bad[i].said))
			fail_msg("'%s' does not say '%s'", t.x.fault, bad[i].said);
		trial_close(&t);
	}
}

#define NOTE "static void note(const char *s) { if (write(4, s, strlen(s)) < 0) abort(); }\n"

static void notes__that_are_forged_make_nothing_right(void **state)
{
	for (size_t i = 0; i < LENGTH(forges_notes); i++) {
		char text[2000];
		struct trial t;

		snprintf(text, sizeof(text), TRIAL_HEADERS NOTE "%s", forges_notes[i]);
		t = trial_once(state, text);
		assert_false(t.x.finished);
		assert_string_equal(t.x.complaint, "");
		trial_close(&t);
	}
}

static void notes__of_a_fault_count_only_with_the_fault(void **state)
{
	struct trial t = trial_once(state, TRIAL_HEADERS NOTE CODE(int twice(int x) {
					    note("null-access\nstack-overflow\n");
					    abort();
					    return x;
				    }));

	assert_killed(&t, SIGABRT);
	assert_false(t.x.null_access);
	assert_false(t.x.stack_overflow);
	trial_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(descriptors__beyond_its_own_are_closed),
		BOTH(host__is_not_seen),
		BOTH(box__is_read_only),
		BOTH(complaint__of_the_driver_is_shown_escaped),
		BOTH(input__that_the_driver_does_not_expect_is_named),
		BOTH(notes__that_are_forged_make_nothing_right),
		BOTH(notes__of_a_fault_count_only_with_the_fault),
	};

	return cmocka_run_group_tests(tests, workbench_open, workbench_close);
}
