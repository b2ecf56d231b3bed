/*
 * cgroup: memory, number of processes and CPU time of everything in a box, counted and bounded by the kernel.
 *
 * One interface, two back-ends behind it (cgroup_v1.c, cgroup_v2.c); with no usable cgroup the kind is
 * BOX_CGROUP_NONE and every function here is a no-op that succeeds: a controller that is absent is a case, not a
 * failure. Which controllers there are stands in have_*.
 *
 * We make child groups of the group that we are in (or of one that was delegated to us), named "judge.<pid>.<box>",
 * and remove them; groups that a killed keeper left are swept by the next one. Nothing else of the hierarchy is
 * touched.
 *
 * Facts: Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst of the kernel.
 */
#ifndef JUDGE_SANDBOX_CGROUP_H
#define JUDGE_SANDBOX_CGROUP_H

#include "sandbox/sandbox.h"

enum cgroup_controller { CGROUP_MEMORY, CGROUP_PIDS, CGROUP_CPU, CGROUP_CONTROLLERS };

struct cgroup {
	enum box_cgroup_kind kind;
	int parent
		[CGROUP_CONTROLLERS]; /* directories below which boxes get theirs; v2: all in parent[0]; -1 = absent */
	bool have[CGROUP_CONTROLLERS];
	char why_not[256]; /* for kind NONE or a missing controller: why, "" otherwise */
	int create_flag;   /* 0; O_CREAT in tests, whose fake tree has no kernel to fill new directories */
};

struct cgroup_box {
	enum box_cgroup_kind kind;
	char name[48];
	int parent[CGROUP_CONTROLLERS]; /* borrowed from struct cgroup */
	int dir[CGROUP_CONTROLLERS];    /* owned */
	int procs[CGROUP_CONTROLLERS];  /* owned; a process writes "0" there to enter; v2: only procs[0] */
	int cpu_usage;                  /* owned; cpuacct.usage or cpu.stat, read by cgroup_cpu_us; -1 = none */
	int create_flag;
	uint64_t oom_before, hits_before, refused_before, cpu_before_us;
};

struct cgroup_usage {
	uint64_t peak_bytes;    /* since begin (v2 before Linux 6.12: since the box was made) */
	uint64_t cpu_us;        /* since begin */
	uint64_t oom_kills;     /* since begin; of the host's doing too */
	uint64_t limit_hits;    /* since begin: how often the box's own memory limit was met */
	uint64_t forks_refused; /* since begin */
};

/*
 * Finds where our boxes' groups can be made; *cg comes zeroed but for create_flag. `proc` is "/proc" (a fake one in
 * tests). `wanted`: NULL: look; "": none; else a v2 directory that was given to us. Only a wanted directory that
 * cannot be used is an error.
 */
int cgroup_find(struct cgroup *cg, const char *proc, const char *wanted, struct err *e) must_check;
void cgroup_clear(struct cgroup *cg);
/* Removes groups "judge.<pid>.<n>" of keepers that are no more. */
void cgroup_sweep(const struct cgroup *cg);

/* Makes the groups of one box. memory_bytes and processes become its ceilings. */
int cgroup_box_open(const struct cgroup *cg, uint32_t box, uint64_t memory_bytes, uint32_t processes,
		    struct cgroup_box *out, struct err *e) must_check;
/* Removes them; waits a little for the last processes to leave. -EBUSY when some do not. */
int cgroup_box_close(struct cgroup_box *b, struct err *e);
/* Before a run: remembers the counters and sets the peak back where the kernel can. */
int cgroup_box_begin(struct cgroup_box *b, struct err *e) must_check;
int cgroup_box_read(const struct cgroup_box *b, struct cgroup_usage *out, struct err *e) must_check;
/*
 * What the file behind cpu_usage says now, in microseconds since the group was made; v1 counts nanoseconds, v2 has a
 * line "usage_usec".
 */
int cgroup_cpu_us(int cpu_usage_fd, enum box_cgroup_kind kind, uint64_t *out, struct err *e) must_check;

/* ---- for the back-ends ------------------------------------------------------------------------------------------- */

struct cgroup_ops {
	int (*limit)(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e);
	int (*reset)(struct cgroup_box *b, struct err *e);
	/* Absolute values; cgroup.c subtracts those of the beginning. */
	int (*read)(const struct cgroup_box *b, struct cgroup_usage *out, struct err *e);
};
extern const struct cgroup_ops cgroup_v1_ops, cgroup_v2_ops;

/* Finds the hierarchy by /proc/self/cgroup and mountinfo; -ENOENT when there is none that can be used. */
int cgroup_v1_find(struct cgroup *cg, const char *proc, struct err *e) must_check;
int cgroup_v2_find(struct cgroup *cg, const char *proc, const char *wanted, struct err *e) must_check;

/* Files of a group: whole small values. `optional`: a missing file is no error. */
int cgroup_write(int dir, const char *file, const char *value, int create_flag, bool optional,
		 struct err *e) must_check;
int cgroup_write_u64(int dir, const char *file, uint64_t value, int create_flag, bool optional,
		     struct err *e) must_check;
/*
 * The number that the file begins with, or the one behind `key` and a blank at a line's start when key is not NULL.
 * "max" reads as UINT64_MAX. -ENOENT without file or key.
 */
int cgroup_read_u64(int dir, const char *file, const char *key, uint64_t *out, struct err *e) must_check;
/*
 * The directory of the group that <proc>/self is in, in the hierarchy that has `controller` (v1) or the unified one
 * (controller NULL), as a path on this host. out has room for PATH_MAX bytes. -ENOENT.
 */
int cgroup_self_dir(const char *proc, const char *controller, char *out, struct err *e) must_check;

#endif
