/*
 * box_fixture: one box and one run, with what most tests of the sandbox want, in every mode that the host has: with the
 * control groups that are found, without any, and, when the tests run as root, once more as an ordinary user. Each case
 * runs in a process of its own for each mode; CHECK ends it with the place.
 *
 * Three variables, which tests/vm sets: JUDGE_TEST_CGROUP is a cgroup v2 directory with all controllers that is ours;
 * with it there are two modes more, in a group made there for each case, and it is known which groups must be found.
 * JUDGE_TEST_VICTIMS is a directory of compiled victims, for a place without a compiler. JUDGE_TEST_SLOWNESS is by how
 * much all times that the cases name are stretched, for a machine that is emulated.
 */
#ifndef JUDGE_TESTS_SUPPORT_BOX_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_BOX_FIXTURE_H

#include "sandbox/sandbox.h"

#include <limits.h>
#include <sys/types.h>

#define MIB (UINT64_C(1) << 20)

/* ---- of the whole group ------------------------------------------------------------------------------------------ */

/* For groups of cmocka: compiles the victims or brings them, copies the keeper. */
int boxes_set_up(void **state);
int boxes_tear_down(void **state);

extern char *boxes_dir; /* temporary, readable by everybody; the victims are there */
extern char keeper_path[PATH_MAX];
extern const char *cgroup_ours; /* NULL without JUDGE_TEST_CGROUP */
extern uint64_t slowness;       /* 1 or more */
extern const char *mode;        /* for messages */

#define CHECK(cond) ((cond) ? (void)0 : fail_at(__FILE__, __LINE__, #cond))
_Noreturn void fail_at(const char *file, int line, const char *what);

/* The error is the caller's `e`. */
#define OK(r) check_ok(r, &e, __FILE__, __LINE__)
void check_ok(int r, const struct err *e, const char *file, int line);

/* ---- one box and one run ----------------------------------------------------------------------------------------- */

/* Where a case's groups are: where the keeper finds some; nowhere; in a group of its own; in one that is given. */
enum place { FOUND, NONE, ALONE, GIVEN };

struct fixture {
	struct sandbox *s;
	struct box *b;
	struct box_spec spec; /* one process, 64 MiB, a /work of 4 MiB and 32 files */
	struct box_run run;   /* CPU 0.5 s, wall 10 s, stack 1 MiB, file 1 MiB, 16 open files */
	struct box_result res;
	struct buf out; /* what was printed, at most 10,000 bytes */
	struct box_stream streams[4];
	bool memory_group, pids_group;
	enum place place;
	const char *group; /* with GIVEN */
};

/* Opens f->b with f->spec and puts the victims into it; reopen_box closes the one before. */
void open_box(struct fixture *f);
void reopen_box(struct fixture *f);

/* Runs "victim how arg"; argument NULL: none. */
void run(struct fixture *f, const char *how, const char *arg);
/* How the last run went; says how if not so. */
bool ended(const struct fixture *f, enum box_end end);
bool exited(const struct fixture *f, int code);

/* For cases that want another keeper than the first, with the same groups. */
void fixture_begin(struct fixture *f, enum place place, const char *group);
void fixture_end(struct fixture *f);

/* ---- modes ------------------------------------------------------------------------------------------------------- */

/* One after the other, or, for what only waits, all at once. */
void in_every_mode(void (*body)(struct fixture *f));
void in_all_modes_at_once(void (*body)(struct fixture *f));

#define CASE(body, name)               \
	static void name(void **state) \
	{                              \
		(void)state;           \
		in_every_mode(body);   \
	}
#define WAITING_CASE(body, name)            \
	static void name(void **state)      \
	{                                   \
		(void)state;                \
		in_all_modes_at_once(body); \
	}

void become_user(void);
/* The group made for the case in process `pid`, with `below` behind it. */
void group_of(pid_t pid, const char *below, char out[PATH_MAX]);
/* Only an empty group can be removed, so this proves too that the keeper took its own away. */
void remove_group(pid_t pid);

/* ---- processes --------------------------------------------------------------------------------------------------- */

/* The children of `pid`, at most `max` of them. */
size_t children_of(pid_t pid, pid_t *out, size_t max);
/* The only child of this process. */
pid_t keeper_pid(void);
/* Whoever's child it is. What it was the parent of and dies with it has its signal by then. */
void kill_and_wait(pid_t pid);

#endif
