/*
 * cgroup version 1: a hierarchy for each controller, each with its own directory for a box.
 *
 * Only root can use it in practice. memory is what the box needs most; pids and cpuacct are taken where they are. The
 * peak can be set back by writing to memory.max_usage_in_bytes; it moves in steps (32 pages a CPU) and keeps a
 * residue, so results report the process's own peak and use this one for the whole box only.
 */
#include "sandbox/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#define SWAP_SLACK_BYTES (UINT64_C(1) << 20)

static const char *const controller_names[CGROUP_CONTROLLERS] = {
	[CGROUP_MEMORY] = "memory",
	[CGROUP_PIDS] = "pids",
	[CGROUP_CPU] = "cpuacct",
};

int cgroup_v1_find(struct cgroup *cg, const char *proc, struct err *e)
{
	char dir[PATH_MAX];

	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		int fd;

		if (cgroup_self_dir(proc, controller_names[i], dir, e) < 0)
			continue;
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		/* Where we may not make a directory the controller is of no use to us. */
		if (fd >= 0 && faccessat(fd, ".", W_OK, AT_EACCESS) < 0) {
			err_errno(e, "%s", dir);
			close(fd);
			fd = -1;
		}
		cg->parent[i] = fd;
		cg->have[i] = fd >= 0;
	}
	if (!cg->have[CGROUP_MEMORY] && !cg->have[CGROUP_PIDS] && !cg->have[CGROUP_CPU])
		return err_set(e, -ENOENT, "no cgroup version 1 hierarchy where groups can be made (root can)");
	cg->kind = BOX_CGROUP_V1;
	return 0;
}

static int limit(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e)
{
	int memory = b->dir[CGROUP_MEMORY], pids = b->dir[CGROUP_PIDS];
	int r = 0;

	if (memory >= 0) {
		r = cgroup_write_u64(memory, "memory.limit_in_bytes", memory_bytes, b->create_flag, false, e);
		/*
		 * There only with swap accounting. A little above the first one, for the kernel tries it before, and
		 * would then count in neither file that the limit was met.
		 */
		if (!r)
			r = cgroup_write_u64(memory, "memory.memsw.limit_in_bytes", memory_bytes + SWAP_SLACK_BYTES,
					     b->create_flag, true, e);
		if (!r)
			r = cgroup_write(memory, "memory.swappiness", "0", b->create_flag, true, e);
	}
	if (!r && pids >= 0)
		r = cgroup_write_u64(pids, "pids.max", processes, b->create_flag, false, e);
	return r;
}

static int reset(struct cgroup_box *b, struct err *e)
{
	if (b->dir[CGROUP_MEMORY] < 0)
		return 0;
	return cgroup_write(b->dir[CGROUP_MEMORY], "memory.max_usage_in_bytes", "0", b->create_flag, false, e);
}

static int read_usage(const struct cgroup_box *b, struct cgroup_usage *out, struct err *e)
{
	int memory = b->dir[CGROUP_MEMORY], pids = b->dir[CGROUP_PIDS];
	int r = 0;

	if (memory >= 0) {
		r = cgroup_read_u64(memory, "memory.max_usage_in_bytes", NULL, &out->peak_bytes, e);
		/* The line oom_kill is there since Linux 4.13. */
		if (!r)
			r = cgroup_read_u64(memory, "memory.oom_control", "oom_kill", &out->oom_kills, e);
		if (!r)
			r = cgroup_read_u64(memory, "memory.failcnt", NULL, &out->limit_hits, e);
	}
	if (!r && pids >= 0)
		r = cgroup_read_u64(pids, "pids.events", "max", &out->forks_refused, e);
	if (!r && b->cpu_usage >= 0)
		r = cgroup_cpu_us(b->cpu_usage, BOX_CGROUP_V1, &out->cpu_us, e);
	return r;
}

const struct cgroup_ops cgroup_v1_ops = { limit, reset, read_usage };
