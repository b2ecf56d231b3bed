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

/*
 * The limit with swap, there only with swap accounting, must never be below the one without, so it is lifted first. It
 * then lies a little above that one, for the kernel tries it before, and would else count in neither file that the
 * limit was met.
 */
static int limit(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e)
{
	static const char memory_file[] = "memory.limit_in_bytes", swap_file[] = "memory.memsw.limit_in_bytes";
	int memory = b->dir[CGROUP_MEMORY], pids = b->dir[CGROUP_PIDS];
	int r = 0;

	if (memory >= 0) {
		r = b->memory_bytes ? cgroup_write(memory, swap_file, "-1", b->create_flag, true, e) : 0;
		if (!r)
			r = cgroup_write_u64(memory, memory_file, memory_bytes, b->create_flag, false, e);
		if (!r)
			r = cgroup_write_u64(memory, swap_file, memory_bytes + SWAP_SLACK_BYTES, b->create_flag, true,
					     e);
		if (!r && !b->memory_bytes)
			r = cgroup_write(memory, "memory.swappiness", "0", b->create_flag, true, e);
	}
	/* The warden is in this one too (keeper/warden.c). */
	if (!r && pids >= 0)
		r = cgroup_write_u64(pids, "pids.max", processes + 1, b->create_flag, false, e);
	return r;
}

const struct cgroup_ops cgroup_v1_ops = {
	/* For a thread; what enters has only one, and the kernel need not stop all others to be sure of it. */
	.procs = "tasks",
	.sources = {
		[CGROUP_PEAK] = { CGROUP_MEMORY, "memory.max_usage_in_bytes", NULL, 1, true, true },
		/* The line is there since Linux 4.13. */
		[CGROUP_OOM_KILLS] = { CGROUP_MEMORY, "memory.oom_control", "oom_kill", 1, false, false },
		[CGROUP_LIMIT_HITS] = { CGROUP_MEMORY, "memory.failcnt", NULL, 1, false, false },
		[CGROUP_FORKS_REFUSED] = { CGROUP_PIDS, "pids.events", "max", 1, false, true },
		[CGROUP_CPU_TIME] = { CGROUP_CPU, "cpuacct.usage", NULL, 1000, false, false },
	},
	.limit = limit,
};
