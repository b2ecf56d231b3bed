/*
 * workshop: a problem package that is small, quick and really judged: `int twice(int)`, with a generator, a
 * validator, a driver that complains, a model and references. A test puts other files in place of some and loads
 * it again.
 *
 * Nothing here is skipped where a box cannot be opened: then the test fails.
 */
#ifndef JUDGE_TESTS_SUPPORT_WORKSHOP_H
#define JUDGE_TESTS_SUPPORT_WORKSHOP_H

#include "judge/judge.h"
#include "tests/support/package_fixture.h"

#define WORKSHOP_KEEPER JUDGE_BUILD_DIR "/judge-keeper"

struct workshop {
	struct place place;      /* the package and the folder of problems, removed at the end */
	char *cache;             /* of `judge` */
	struct judge *judge;     /* a session with two workers */
	struct problem *problem; /* as workshop_load has read it; NULL before */
};

/* For groups of cmocka: *state is a struct workshop. */
int workshop_open(void **state);
int workshop_close(void **state);
/* For each test of a group: every file of the package as it was in the beginning, and loaded. */
int workshop_reset(void **state);

/*
 * judge.yaml in pieces, to be put together anew: the head names driver, signature, model and limits (CPU 0.3 s, wall
 * 1 s, memory 32 MiB, stack 1 MiB, output 1 MiB); then stand sections of the test's choosing. The usual tests are two
 * samples, and in order: small/1-one small/2-none small/3-three, large/1-hundred large/2-other-hundred.
 */
#define WORKSHOP_HEAD                              \
	"format: 1\n"                              \
	"section: Examples\n"                      \
	"difficulty: easy\n"                       \
	"driver: driver.c\n"                       \
	"prelude: twice.h\n"                       \
	"signature:\n"                             \
	"  - {name: twice, type: \"int (int)\"}\n" \
	"model: accepted/sum.c\n"                  \
	"limits: {stack: 1, wall: 1}\n"
#define WORKSHOP_GROUPS                              \
	"groups:\n"                                  \
	"  - {name: small, what: \"few numbers\"}\n" \
	"  - {name: large, what: \"many numbers\"}\n"
#define WORKSHOP_TESTS                                                                        \
	"tests:\n"                                                                            \
	"  - {group: small, name: 1-one, reason: one, input: \"21\\n\", answer: \"42\\n\"}\n" \
	"  - {group: small, name: 2-none, reason: none, input: \"\", answer: \"\"}\n"         \
	"  - {group: small, name: 3-three, reason: three, input: \"-1 0 1\\n\"}\n"            \
	"  - {group: large, name: 1-hundred, reason: hundred, generate: \"100 7\"}\n"         \
	"  - {group: large, name: 2-other-hundred, reason: hundred, generate: \"100 8\"}\n"
#define WORKSHOP_REFERENCES                           \
	"references:\n"                               \
	"  - {file: accepted/sum.c, verdict: AC}\n"   \
	"  - {file: accepted/shift.c, verdict: AC}\n" \
	"  - {file: wrong_answer/square.c, verdict: WA, trap: \"the square\"}\n"
#define WORKSHOP_JUDGE_YAML WORKSHOP_HEAD WORKSHOP_GROUPS WORKSHOP_TESTS WORKSHOP_REFERENCES

/* Puts a file, or takes it away (NULL); workshop_load makes it count. */
void workshop_put(struct workshop *w, const char *path, const char *text);
const struct problem *workshop_load(struct workshop *w);
/* The same problem for programs that read and write: two samples, data/secret/1 and 2. It is not loaded yet. */
void workshop_put_program(struct workshop *w);

/* A session of its own with the workshop's cache; fails the test when it cannot be opened. */
struct judge *workshop_judge(const struct workshop *w, unsigned workers);
struct judge *workshop_judge_how(const struct workshop *w, unsigned workers, enum run_how how);

/* The source "twice.c" with this text, or several sources; submission_clear frees it. */
struct submission workshop_source(const char *text);

/* Judges this text by `judge` (NULL: the workshop's). The report is the caller's. */
struct report workshop_submit(struct workshop *w, struct judge *judge, const char *text,
			      const struct judge_options *options);

/* Fails the test unless the verdict is this one and the reason begins so. */
void assert_judged(const struct judgement *j, enum verdict verdict, const char *reason);

/* A body of int twice(int x): `TWICE("return x * 2;")`. */
#define TWICE(body) "int twice(int x)\n{\n" body "\n}\n"

#endif
