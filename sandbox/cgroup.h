/*
 * cgroup: memory, number of processes and CPU time of everything in a box, counted and bounded by the kernel.
 *
 * One interface, two back-ends behind it (cgroup_v1.c, cgroup_v2.c); with no usable cgroup the kind is
 * BOX_CGROUP_NONE and every function here is a no-op that succeeds: a controller that is absent is a case, not a
 * failure. Which controllers there are stands in `have`.
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
	int parent[CGROUP_CONTROLLERS]; /* where boxes get theirs: directories; v2: all in parent[0]; -1 = absent */
	bool have[CGROUP_CONTROLLERS];
	char why_not[256]; /* for kind NONE or a missing controller: why, "" otherwise */
	int create_flag;   /* 0; O_CREAT in tests, whose fake tree has no kernel to fill new directories */
};

struct cgroup_usage {
	uint64_t peak_bytes;    /* since begin (v2 before Linux 6.12: since the group was made) */
	uint64_t oom_kills;     /* since begin; of the host's doing too */
	uint64_t limit_hits;    /* since begin: how often the box's own memory limit was met */
	uint64_t forks_refused; /* since begin */
};

/* What the kernel counts for a group. */
enum cgroup_counter {
	CGROUP_PEAK,
	CGROUP_OOM_KILLS,
	CGROUP_LIMIT_HITS,
	CGROUP_FORKS_REFUSED,
	CGROUP_CPU_TIME,
	CGROUP_COUNTERS
};

/*
 * The descriptors through which a group is entered and read: files, no directory, so that whoever has them reaches
 * nothing else. The keeper opens them with its rights, the warden uses them without any.
 */
struct cgroup_meter {
	enum box_cgroup_kind kind;
	int procs[CGROUP_CONTROLLERS]; /* owned; a process writes "0" there to enter; v2: only procs[0]; -1 = none */
	int counters[CGROUP_COUNTERS]; /* owned; -1 = the kernel has none */
	struct cgroup_usage before;    /* at begin; the peak is not used */
};

struct cgroup_box {
	char name[48];
	int parent[CGROUP_CONTROLLERS]; /* borrowed from struct cgroup */
	int dir[CGROUP_CONTROLLERS];    /* owned */
	int create_flag;
	uint64_t memory_bytes; /* the ceilings that are set */
	uint32_t processes;
	struct cgroup_meter meter;
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

/*
 * Makes the groups of box number `box`, or takes those that its number has already. memory_bytes and processes become
 * their ceilings. *b: CGROUP_BOX_INIT at first, later what this function made of it.
 */
int cgroup_box_open(const struct cgroup *cg, uint32_t box, uint64_t memory_bytes, uint32_t processes,
		    struct cgroup_box *b, struct err *e) must_check;
/* Removes them; waits a little for the last processes to leave. -EBUSY when some do not. */
int cgroup_box_close(struct cgroup_box *b, struct err *e);
#define CGROUP_BOX_INIT                                                                                        \
	{                                                                                                      \
		.dir = { -1, -1, -1 }, .meter = {.procs = { -1, -1, -1 }, .counters = { -1, -1, -1, -1, -1 } } \
	}

/* Before the first run: remembers the counters and sets the peak back where the kernel can. */
int cgroup_meter_begin(struct cgroup_meter *m, struct err *e) must_check;
/* After a run: what it used, and begins anew. */
int cgroup_meter_read(struct cgroup_meter *m, struct cgroup_usage *out, struct err *e) must_check;
/* CPU time of the group since it was made; -ENOENT without such a counter. */
int cgroup_meter_cpu_us(const struct cgroup_meter *m, uint64_t *out, struct err *e) must_check;

/* ---- for the back-ends ------------------------------------------------------------------------------------------- */

/* Where a version has a counter. */
struct cgroup_source {
	enum cgroup_controller controller; /* v1: in whose hierarchy */
	const char *file, *key;            /* key: NULL, or at the beginning of the line, see cgroup_number */
	uint64_t divisor;                  /* of what the file says, to our unit */
	bool reset;                        /* writing to it sets it back */
	bool optional;                     /* older kernels do not have it; it then counts nothing */
};

struct cgroup_ops {
	const char *procs; /* the file by which a process enters */
	struct cgroup_source sources[CGROUP_COUNTERS];
	int (*limit)(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e);
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
 * The number that `text` begins with, or the one behind `key` and a blank at a line's start when key is not NULL.
 * "max" reads as UINT64_MAX. -ENOENT without the key, -EIO for what is no number; `file` is for messages.
 */
int cgroup_number(const char *text, const char *file, const char *key, uint64_t *out, struct err *e) must_check;
/*
 * The directory of the group that <proc>/self is in, in the hierarchy that has `controller` (v1) or the unified one
 * (controller NULL), as a path on this host. out has room for PATH_MAX bytes. -ENOENT.
 */
int cgroup_self_dir(const char *proc, const char *controller, char *out, struct err *e) must_check;

#endif
