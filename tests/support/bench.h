/*
 * bench: what the programs of `make bench` share: programs to measure, a host in each of its ways, medians, a line for
 * each figure.
 *
 * A figure that has a target is printed with it and with "ok" or "missed"; no exit code depends on that, for what
 * else the machine does is in every figure. What cannot be measured at all ends the program.
 */
#ifndef JUDGE_TESTS_SUPPORT_BENCH_H
#define JUDGE_TESTS_SUPPORT_BENCH_H

#include "sandbox/sandbox.h"

#define BENCH_MIB  (UINT64_C(1) << 20)
#define BENCH_SETS 5 /* a ratio is the median of so many, each of medians */

/* Makes a directory that everybody can read, with a copy of the keeper in it; both go when this process ends. */
void bench_begin(void);
/* "<directory>/<name>"; stays. */
const char *bench_path(const char *name);
/* A static program of that name made of a file of the tree, or of `text` where that is not NULL. Its path. */
const char *bench_program(const char *name, const char *source, const char *text);
/* The same, of tests/support/victim/. */
const char *bench_victim(const char *name);

_Noreturn void bench_give_up(const char *what, const struct err *e);

/*
 * Calls `measure` in a process of its own as who runs this, the same without control groups, and, when that is root,
 * as an ordinary user.
 */
void bench_hosts(const char *title, void (*measure)(const struct sandbox_config *config));

/* posix_spawn of the program, without arguments, and its end. */
void bench_spawn(const char *program);

/* A box with nothing but `program` at /program, for one process and 64 MiB. */
struct box_spec bench_spec(struct box_mount *mount, const char *program);
struct box *bench_open(struct sandbox *s, const struct box_spec *spec);
/* Its program as such a box runs it: 30 s of each time, 1 MiB of stack. `argv` has the name too. */
struct box_run bench_run(const char *const *argv);
struct box_result bench_box_run(struct box *b, const struct box_run *run);

/* ---- control groups --------------------------------------------------------------------------------------------- */

/*
 * Makes a group of version 1 below the one that we are in, for what a process and all that comes of it uses; it goes
 * when this process ends. false: there is no such hierarchy, or we may make no group in it.
 */
bool bench_group_make(const char *controller);
/* Puts the calling process into it. */
void bench_group_enter(void);
/* A file of it that holds one number. */
uint64_t bench_group_read(const char *file);

/* ---- figures ----------------------------------------------------------------------------------------------------- */

/* Sorts. */
uint64_t bench_median(uint64_t *values, size_t n);

struct bench_range {
	double least, middle, most;
};
struct bench_range bench_range(double *values, size_t n); /* sorts */

/* "  what   figures   target ok". `target` NULL: there is none. */
void bench_line(const char *what, const char *target, bool met, const char *figures, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * Times of things against that of a baseline in BENCH_SETS sets: add to values[n++], bench_set_end behind each set, and
 * print each at the end. A `most` of 0 is no target.
 */
struct bench_times {
	uint64_t *values; /* microseconds; room for those of a set */
	size_t n;
	uint64_t middle[BENCH_SETS];
	unsigned sets;
};
void bench_set_end(struct bench_times *t);
void bench_ratio(const char *what, const struct bench_times *t, const struct bench_times *baseline, double most);

#endif
