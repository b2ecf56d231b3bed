/*
 * right: a box and a run in which all is right, for tests that make one thing wrong at a time.
 */
#ifndef JUDGE_TESTS_SUPPORT_RIGHT_H
#define JUDGE_TESTS_SUPPORT_RIGHT_H

#include "sandbox/base/clock.h"
#include "tests/support/keeper_fixture.h"

#define COUNT(array)     (sizeof(array) / sizeof((array)[0]))
#define RIGHT_AT_ONCE_US (2 * CLOCK_US_PER_S) /* no refusal takes longer */

/* The run's: it exits with 7. */
extern const char *const right_argv[];

struct right {
	struct sandbox *s;
	struct box *b;
	struct box_mount mounts[BOX_MOUNTS_MAX + 1];
	struct box_spec spec;
	struct box_stream streams[BOX_STREAMS_MAX + 1];
	struct box_run run;
	struct buf out;
};

/* Opens it all; the caller changes spec, mounts, run and streams as he likes. */
void right_open(struct right *w, enum box_mode mode);
/* The box still runs what is right. */
void right_run(struct right *w);
/* The same, then all is gone. */
void right_close(struct right *w);

/*
 * Was it refused with this code, in these words, and without a wait? With code 0: was it taken? `what` is for the
 * message.
 */
void right_refused(int r, const struct err *e, int code, const char *words, uint64_t since_us, const char *what);

/*
 * keeper_fixture_open, and in its directory "script", "empty", "elf32" and "cut" (programs that are none), "pipe", and
 * the links "link" (to the victim), "loop" and "dangling".
 */
int right_fixture_open(void **state);

#endif
