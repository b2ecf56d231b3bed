/*
 * keeper_fixture: what tests that open boxes need again and again: a keeper and a victim where an ordinary user reaches
 * them, a box and a run that are right, and the same case once as we are and once as that user.
 *
 * The variables of tests/vm count here too: JUDGE_TEST_VICTIMS (a directory of compiled victims) and
 * JUDGE_TEST_SLOWNESS (by how much all times that a case names are stretched).
 */
#ifndef JUDGE_TESTS_SUPPORT_KEEPER_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_KEEPER_FIXTURE_H

#include "sandbox/sandbox.h"

#include <limits.h>
#include <sys/types.h>

#define MIB (UINT64_C(1) << 20)

struct keeper_fixture {
	char *dir; /* temporary, readable by everybody */
	char keeper[PATH_MAX], victim[PATH_MAX];
	uint64_t slowness;
};
extern struct keeper_fixture keeper_fixture;

/* For groups of cmocka. */
int keeper_fixture_open(void **state);
int keeper_fixture_close(void **state);

/*
 * The modes of this host. BOX_MODE_USER is left out for one who is no root, and for a user whom the kernel gives no
 * user namespace.
 */
enum box_mode { BOX_MODE_FOUND, BOX_MODE_NO_GROUP, BOX_MODE_USER, BOX_MODES };
const char *box_mode_name(enum box_mode mode);
/* What a sandbox is opened with: NULL or "" as of struct sandbox_config. */
const char *box_mode_cgroup(enum box_mode mode);

/*
 * Calls body in a process of its own for each mode; the test fails when one does not end with 0, and is skipped where
 * there is none. A body says what is wrong by keeper_fixture_fail, which ends it.
 */
void keeper_fixture_in_modes(void (*body)(enum box_mode mode));
_Noreturn void keeper_fixture_fail(const char *file, int line, const char *what, const char *text);

#define CHECK(cond)    ((cond) ? (void)0 : keeper_fixture_fail(__FILE__, __LINE__, #cond, ""))
#define CHECK_OK(r, e) ((r) < 0 ? keeper_fixture_fail(__FILE__, __LINE__, "no error", (e)->text) : (void)0)

/* With a /work of 4 MiB, one process, 64 MiB of memory; and a run of "/box/victim" by argv without any stream. */
extern const struct box_spec keeper_fixture_spec;
struct box_run keeper_fixture_run(const char *const *argv);

/* Puts the victim into the box. */
int keeper_fixture_put(struct box *b, struct err *e) must_check;

/* The children of a process, at most `max`; as many as there are. */
size_t keeper_fixture_children(pid_t of, pid_t *out, size_t max);

/* The open descriptors of this process and where they lead, a line each, for comparing. */
int keeper_fixture_descriptors(struct buf *into, struct err *e) must_check;

#endif
