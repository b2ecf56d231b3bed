/*
 * workbench: what tests of runners need again and again: a toolchain, a sandbox, and builds of a text.
 *
 * Nothing here is skipped where a box cannot be opened: then the test fails.
 */
#ifndef JUDGE_TESTS_SUPPORT_WORKBENCH_H
#define JUDGE_TESTS_SUPPORT_WORKBENCH_H

#include "runners/runner.h"

struct workbench {
	struct toolchain *tc;
	struct sandbox *sandbox;
	struct artifact runner; /* of the driver of workbench_driver; made by workbench_open alone */
};

/* For groups of cmocka: *state is a struct workbench. */
int workbench_open(void **state);
/* With the toolchain of a language, whose programs have no driver. */
int workbench_open_language(enum language language, void **state);
int workbench_close(void **state);

/*
 * A driver for `int twice(int)`: reads numbers to the end of the input, writes what twice makes of each on a line. It
 * complains when a result is -777 and reads a number too many when it is -999.
 */
extern const char workbench_driver[];
extern const struct signature workbench_signature;

/* The source "twice.c" with this text. */
struct source workbench_source(const char *text);

/* Builds; fails the test when the judge itself fails. The caller clears the result. */
struct build workbench_build(struct workbench *w, const struct build_spec *spec);

/* The text as a BUILD_OBJECT with workbench_signature and warnings. */
struct build workbench_object(struct workbench *w, const char *text);

#endif
