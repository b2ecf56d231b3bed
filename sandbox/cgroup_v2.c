/*
 * cgroup version 2: one hierarchy; a box has one group in it.
 *
 * An ordinary user needs a delegated group (systemd: a scope with Delegate=yes, or a directory given by --cgroup).
 * Two rules of the kernel shape the search (cgroup-v2.rst, "No Internal Process Constraint", "Delegation
 * Containment"): a group with processes in it, other than the root of the hierarchy, cannot hand controllers to its
 * children; and we may only move processes within what was delegated to us. So a group that only the judge and its
 * keeper are in is emptied by moving both to a leaf, "judge.self"; one that holds other people's processes is left
 * alone.
 */
#include "sandbox/cgroup.h"

#include "sandbox/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEAF "judge.self"

static bool lists(int dir, const char *file, const char *word)
{
	cleanup_fd int fd = openat(dir, file, O_RDONLY | O_CLOEXEC);
	char text[1024];
	char *save = NULL;
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (n < 0)
		return false;
	text[n] = 0;
	for (char *w = strtok_r(text, " \n", &save); w; w = strtok_r(NULL, " \n", &save))
		if (!strcmp(w, word))
			return true;
	return false;
}

/*
 * Moves this process and its parent (keeper and judge) into the leaf, unless others live here too. 0 also when the
 * group is empty already.
 */
static int vacate(int dir, int create_flag, struct err *e)
{
	char line[32], pid[32];
	cleanup_fd int leaf = -1;
	cleanup_file FILE *f = NULL;
	int fd = openat(dir, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	bool here = false;

	f = fd < 0 ? NULL : fdopen(fd, "r");
	if (!f)
		return err_errno(e, "cgroup.procs");
	while (fgets(line, sizeof(line), f)) {
		long who = strtol(line, NULL, 10);

		if (who != getpid() && who != getppid())
			return err_set(e, -EBUSY,
				       "the group holds other processes (one is %ld): run judge in a group of its own, "
				       "for example by systemd-run --user --scope -p Delegate=yes",
				       who);
		here = true;
	}
	if (!here)
		return 0;
	if (mkdirat(dir, LEAF, 0755) < 0 && errno != EEXIST)
		return err_errno(e, "make " LEAF);
	leaf = openat(dir, LEAF, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (leaf < 0)
		return err_errno(e, LEAF);
	snprintf(pid, sizeof(pid), "%d", (int)getppid());
	if (cgroup_write(leaf, "cgroup.procs", pid, create_flag, false, e) < 0)
		return e->code;
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	return cgroup_write(leaf, "cgroup.procs", pid, create_flag, false, e);
}

/*
 * Hands the controllers that the group has to its children. Memory is what the group is taken for; pids is taken
 * where it can be had; CPU time is in every group's cpu.stat without its controller, which real-time processes can
 * block.
 */
static int enable(struct cgroup *cg, int dir, struct err *e)
{
	struct err ignored = ERR_INIT;
	int r = 0;

	/* Looked for before anything is changed: a hybrid host has this hierarchy without controllers. */
	if (!lists(dir, "cgroup.controllers", "memory"))
		return err_set(e, -ENOENT, "cgroup version 2 is there without the memory controller");
	/* Only the root of the hierarchy has no cgroup.type. */
	if (!faccessat(dir, "cgroup.type", F_OK, 0))
		r = vacate(dir, cg->create_flag, e);
	if (!r && !lists(dir, "cgroup.subtree_control", "memory"))
		r = cgroup_write(dir, "cgroup.subtree_control", "+memory", 0, false, e);
	if (r < 0)
		return r;
	cg->have[CGROUP_MEMORY] = cg->have[CGROUP_CPU] = true;
	cg->have[CGROUP_PIDS] = lists(dir, "cgroup.subtree_control", "pids") ||
				(lists(dir, "cgroup.controllers", "pids") &&
				 !cgroup_write(dir, "cgroup.subtree_control", "+pids", 0, false, &ignored));
	return 0;
}

int cgroup_v2_find(struct cgroup *cg, const char *proc, const char *wanted, struct err *e)
{
	char dir[PATH_MAX];
	cleanup_fd int fd = -1;
	char *leaf;
	int r = 0;

	if (wanted)
		snprintf(dir, sizeof(dir), "%s", wanted);
	else
		r = cgroup_self_dir(proc, NULL, dir, e);
	if (r < 0)
		return r;
	/* A keeper before us has moved the judge into the leaf already. */
	leaf = strrchr(dir, '/');
	if (leaf && !strcmp(leaf + 1, LEAF))
		*leaf = 0;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || faccessat(fd, ".", W_OK, AT_EACCESS) < 0)
		return err_errno(e, "%s", dir);
	r = enable(cg, fd, e);
	if (r < 0)
		return r;
	cg->parent[0] = steal_fd(&fd);
	cg->kind = BOX_CGROUP_V2;
	return 0;
}

static int limit(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e)
{
	int r = cgroup_write_u64(b->dir[0], "memory.max", memory_bytes, b->create_flag, false, e);

	if (!r)
		r = cgroup_write(b->dir[0], "memory.swap.max", "0", b->create_flag, true, e);
	/* Missing where the pids controller is not delegated; cgroup_find has said so in have[]. */
	if (!r)
		r = cgroup_write_u64(b->dir[0], "pids.max", processes, b->create_flag, true, e);
	return r;
}

/*
 * memory.peak is there since Linux 5.19; since 6.12 it can be set back, for what is read through the same descriptor.
 */
const struct cgroup_ops cgroup_v2_ops = {
	.procs = "cgroup.procs",
	.sources = {
		[CGROUP_PEAK] = { CGROUP_MEMORY, "memory.peak", NULL, 1, true, true },
		[CGROUP_OOM_KILLS] = { CGROUP_MEMORY, "memory.events", "oom_kill", 1, false, false },
		[CGROUP_LIMIT_HITS] = { CGROUP_MEMORY, "memory.events", "max", 1, false, false },
		[CGROUP_FORKS_REFUSED] = { CGROUP_PIDS, "pids.events", "max", 1, false, true },
		[CGROUP_CPU_TIME] = { CGROUP_CPU, "cpu.stat", "usage_usec", 1, false, false },
	},
	.limit = limit,
};
