/*
 * cgroup: what both versions share: finding our own group, small files, groups of boxes, differences of counters.
 *
 * A box's group exists before its warden; the program enters it by itself, through descriptors that the keeper
 * opened, as the first step of its confinement. The warden stays outside, so that the kernel's out-of-memory killer,
 * which picks a victim inside the group, never picks it.
 *
 * Not here: killing (the warden's kill(-1) and the end of its pid namespace do that on every host alike).
 */
#include "sandbox/cgroup.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The kernel's bookkeeping (page tables, pipes) is charged too; a program at exactly its limit must not be killed for
 * it.
 */
#define MEMORY_SLACK_BYTES (UINT64_C(2) << 20)
#define SMALL_FILE_MAX     16384

/* ---- small files ------------------------------------------------------------------------------------------------- */

static ssize_t read_small(int dir, const char *path, char *text, size_t room, struct err *e)
{
	cleanup_fd int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;

	if (fd < 0)
		return err_errno(e, "%s", path);
	while (len < room - 1) {
		ssize_t got = read(fd, text + len, room - 1 - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "%s", path);
		if (!got)
			break;
		len += (size_t)got;
	}
	text[len] = 0;
	return (ssize_t)len;
}

int cgroup_write(int dir, const char *file, const char *value, int create_flag, bool optional, struct err *e)
{
	cleanup_fd int fd = openat(dir, file, O_WRONLY | O_CLOEXEC | create_flag | (create_flag ? O_TRUNC : 0), 0600);
	size_t n = strlen(value);

	if (fd < 0 && errno == ENOENT && optional)
		return 0;
	if (fd < 0 || write(fd, value, n) != (ssize_t)n)
		return err_errno(e, "cgroup: write %s to %s", value, file);
	return 0;
}

int cgroup_write_u64(int dir, const char *file, uint64_t value, int create_flag, bool optional, struct err *e)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	return cgroup_write(dir, file, text, create_flag, optional, e);
}

static int number(const char *s, const char *file, uint64_t *out, struct err *e)
{
	char *end;

	if (!strncmp(s, "max", 3)) {
		*out = UINT64_MAX;
		return 0;
	}
	if (*s < '0' || *s > '9')
		return err_set(e, -EIO, "cgroup: %s holds no number", file);
	errno = 0;
	*out = strtoull(s, &end, 10);
	if (errno || (*end && *end != '\n' && *end != ' '))
		return err_set(e, -EIO, "cgroup: %s holds no number", file);
	return 0;
}

int cgroup_number(const char *text, const char *file, const char *key, uint64_t *out, struct err *e)
{
	size_t n;

	if (!key)
		return number(text, file, out, e);
	n = strlen(key);
	for (const char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (!strncmp(line, key, n) && line[n] == ' ')
			return number(line + n + 1, file, out, e);
	return err_set(e, -ENOENT, "cgroup: %s has no %s", file, key);
}

/* ---- our own group ----------------------------------------------------------------------------------------------- */

/* Is `word` one of the comma-separated words of the `n` bytes at list? */
static bool has_word(const char *list, size_t n, const char *word)
{
	size_t len = strlen(word);

	while (n) {
		const char *comma = memchr(list, ',', n);
		size_t piece = comma ? (size_t)(comma - list) : n;

		if (piece == len && !memcmp(list, word, len))
			return true;
		if (!comma)
			return false;
		n -= piece + 1;
		list = comma + 1;
	}
	return false;
}

/* A line of /proc/self/cgroup is "id:controllers:path"; the unified hierarchy is "0::path" (cgroups(7)). */
static int self_path(const char *proc, const char *controller, char *out, struct err *e)
{
	char text[SMALL_FILE_MAX], file[PATH_MAX];
	char *save = NULL;

	snprintf(file, sizeof(file), "%s/self/cgroup", proc);
	if (read_small(AT_FDCWD, file, text, sizeof(text), e) < 0)
		return e->code;
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *names = strchr(line, ':');
		char *path = names ? strchr(names + 1, ':') : NULL;

		if (!path)
			continue;
		names++;
		if (controller ? has_word(names, (size_t)(path - names), controller) : path == names) {
			snprintf(out, PATH_MAX, "%s", path + 1);
			return 0;
		}
	}
	return err_set(e, -ENOENT, "no cgroup hierarchy with %s", controller ? controller : "version 2");
}

/* A mount of the hierarchy shows the part of it below `root`; fields are those of mountinfo in proc(5). */
static bool mount_line(char *line, const char *controller, char *root, char *point)
{
	char *dash = strstr(line, " - ");
	char type[32], options[1024];

	if (!dash || sscanf(line, "%*d %*d %*s %4095s %4095s", root, point) != 2)
		return false;
	if (sscanf(dash + 3, "%31s %*s %1023s", type, options) != 2)
		return false;
	if (!controller)
		return !strcmp(type, "cgroup2");
	return !strcmp(type, "cgroup") && has_word(options, strlen(options), controller);
}

int cgroup_self_dir(const char *proc, const char *controller, char *out, struct err *e)
{
	char line[8192], path[PATH_MAX], root[PATH_MAX], point[PATH_MAX], file[PATH_MAX];
	cleanup_file FILE *f = NULL;
	int r = self_path(proc, controller, path, e);

	if (r < 0)
		return r;
	snprintf(file, sizeof(file), "%s/self/mountinfo", proc);
	f = fopen(file, "re");
	if (!f)
		return err_errno(e, "%s", file);
	while (fgets(line, sizeof(line), f)) {
		size_t n;

		if (!mount_line(line, controller, root, point))
			continue;
		n = strcmp(root, "/") ? strlen(root) : 0;
		/* Mounts of a part that we are not in are of no use, nor is a group above our namespace ("/../…"). */
		if (strncmp(path, root, n) || (path[n] && path[n] != '/') || strstr(path, "/.."))
			continue;
		if (snprintf(out, PATH_MAX, "%s%s", point, strcmp(path + n, "/") ? path + n : "") >= PATH_MAX)
			continue;
		return 0;
	}
	return err_set(e, -ENOENT, "cgroup hierarchy with %s is not mounted", controller ? controller : "version 2");
}

/* ---- finding and sweeping ---------------------------------------------------------------------------------------- */

int cgroup_find(struct cgroup *cg, const char *proc, const char *wanted, struct err *e)
{
	struct err v2 = ERR_INIT, v1 = ERR_INIT;

	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		cg->parent[i] = -1, cg->have[i] = false;
	cg->kind = BOX_CGROUP_NONE;
	cg->why_not[0] = 0;
	if (wanted && !*wanted) {
		snprintf(cg->why_not, sizeof(cg->why_not), "switched off");
		return 0;
	}
	if (!cgroup_v2_find(cg, proc, wanted, &v2))
		return 0;
	if (wanted) {
		*e = v2;
		return err_wrap(e, "cgroup %s", wanted);
	}
	if (!cgroup_v1_find(cg, proc, &v1))
		return 0;
	snprintf(cg->why_not, sizeof(cg->why_not), "%.120s; %.120s", v2.text, v1.text);
	return 0;
}

void cgroup_clear(struct cgroup *cg)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		fd_close(&cg->parent[i]);
	cg->kind = BOX_CGROUP_NONE;
}

static void sweep_dir(int parent)
{
	cleanup_dir DIR *d = NULL;
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return;
	for (struct dirent *en = readdir(d); en; en = readdir(d)) {
		int pid, box;
		char end;

		if (sscanf(en->d_name, "judge.%d.%d%c", &pid, &box, &end) != 2 || pid <= 1)
			continue;
		if (kill(pid, 0) < 0 && errno == ESRCH)
			unlinkat(parent, en->d_name, AT_REMOVEDIR);
	}
}

void cgroup_sweep(const struct cgroup *cg)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++)
		if (cg->parent[i] >= 0)
			sweep_dir(cg->parent[i]);
}

/* ---- a meter ----------------------------------------------------------------------------------------------------- */

static const struct cgroup_ops *ops_of(enum box_cgroup_kind kind)
{
	return kind == BOX_CGROUP_V1 ? &cgroup_v1_ops : &cgroup_v2_ops;
}

static int read_counter(const struct cgroup_meter *m, enum cgroup_counter which, uint64_t *out, struct err *e)
{
	const struct cgroup_source *source = &ops_of(m->kind)->sources[which];
	char text[SMALL_FILE_MAX];
	ssize_t n;
	int r;

	*out = 0;
	if (m->counters[which] < 0)
		return 0;
	n = pread(m->counters[which], text, sizeof(text) - 1, 0);
	if (n < 0)
		return err_errno(e, "cgroup: read %s", source->file);
	text[n] = 0;
	r = cgroup_number(text, source->file, source->key, out, e);
	if (!r)
		*out /= source->divisor;
	return r;
}

static int read_counters(const struct cgroup_meter *m, struct cgroup_usage *out, struct err *e)
{
	int r = read_counter(m, CGROUP_PEAK, &out->peak_bytes, e);

	if (!r)
		r = read_counter(m, CGROUP_OOM_KILLS, &out->oom_kills, e);
	if (!r)
		r = read_counter(m, CGROUP_LIMIT_HITS, &out->limit_hits, e);
	if (!r)
		r = read_counter(m, CGROUP_FORKS_REFUSED, &out->forks_refused, e);
	return r;
}

/* A kernel that cannot set its peak back refuses the write; then the peak is that of all runs. */
static void reset_peak(const struct cgroup_meter *m)
{
	if (m->counters[CGROUP_PEAK] >= 0 && ops_of(m->kind)->sources[CGROUP_PEAK].reset &&
	    pwrite(m->counters[CGROUP_PEAK], "0", 1, 0) < 0)
		return;
}

int cgroup_meter_begin(struct cgroup_meter *m, struct err *e)
{
	reset_peak(m);
	return read_counters(m, &m->before, e);
}

int cgroup_meter_read(struct cgroup_meter *m, struct cgroup_usage *out, struct err *e)
{
	struct cgroup_usage now;

	if (read_counters(m, &now, e) < 0)
		return e->code;
	*out = (struct cgroup_usage){
		.peak_bytes = now.peak_bytes,
		.oom_kills = now.oom_kills - m->before.oom_kills,
		.limit_hits = now.limit_hits - m->before.limit_hits,
		.forks_refused = now.forks_refused - m->before.forks_refused,
	};
	m->before = now;
	reset_peak(m);
	return 0;
}

int cgroup_meter_cpu_us(const struct cgroup_meter *m, uint64_t *out, struct err *e)
{
	if (m->counters[CGROUP_CPU_TIME] < 0)
		return err_set(e, -ENOENT, "cgroup: no count of CPU time");
	return read_counter(m, CGROUP_CPU_TIME, out, e);
}

/* ---- a box ------------------------------------------------------------------------------------------------------- */

static int open_dir(struct cgroup_box *b, int i, struct err *e)
{
	if (mkdirat(b->parent[i], b->name, 0755) < 0 && errno != EEXIST)
		return err_errno(e, "cgroup: mkdir %s", b->name);
	b->dir[i] = openat(b->parent[i], b->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->dir[i] < 0)
		return err_errno(e, "cgroup: open %s", b->name);
	b->meter.procs[i] =
		openat(b->dir[i], ops_of(b->meter.kind)->procs, O_WRONLY | O_CLOEXEC | b->create_flag, 0600);
	return b->meter.procs[i] < 0 ? err_errno(e, "cgroup: open %s", ops_of(b->meter.kind)->procs) : 0;
}

static int open_counters(struct cgroup_box *b, struct err *e)
{
	for (int i = 0; i < CGROUP_COUNTERS; i++) {
		const struct cgroup_source *source = &ops_of(b->meter.kind)->sources[i];
		int dir = b->dir[b->meter.kind == BOX_CGROUP_V2 ? 0 : source->controller];
		int *fd = &b->meter.counters[i];

		if (dir < 0)
			continue;
		*fd = openat(dir, source->file, (source->reset ? O_RDWR : O_RDONLY) | O_CLOEXEC);
		/* A peak that cannot be set back. */
		if (*fd < 0 && source->reset && errno == EACCES)
			*fd = openat(dir, source->file, O_RDONLY | O_CLOEXEC);
		if (*fd < 0 && !(errno == ENOENT && source->optional))
			return err_errno(e, "cgroup: open %s", source->file);
	}
	return 0;
}

static int open_all(struct cgroup_box *b, struct err *e)
{
	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		int r = b->parent[i] < 0 ? 0 : open_dir(b, i, e);

		if (r < 0)
			return r;
	}
	return open_counters(b, e);
}

static int set_ceilings(struct cgroup_box *b, uint64_t memory_bytes, uint32_t processes, struct err *e)
{
	if (b->memory_bytes == memory_bytes && b->processes == processes)
		return 0;
	if (ops_of(b->meter.kind)->limit(b, memory_bytes + MEMORY_SLACK_BYTES, processes, e) < 0)
		return e->code;
	b->memory_bytes = memory_bytes;
	b->processes = processes;
	return 0;
}

/* From nothing. A group of that name can be there only if this process made it. */
static int make(const struct cgroup *cg, uint32_t box, uint64_t memory_bytes, uint32_t processes, struct cgroup_box *b,
		struct err *e)
{
	int r;

	*b = (struct cgroup_box)CGROUP_BOX_INIT;
	b->meter.kind = cg->kind;
	b->create_flag = cg->create_flag;
	memcpy(b->parent, cg->parent, sizeof(b->parent));
	snprintf(b->name, sizeof(b->name), "judge.%d.%u", (int)getpid(), box);
	r = open_all(b, e);
	if (!r)
		r = set_ceilings(b, memory_bytes, processes, e);
	if (r < 0) {
		struct err ignored;

		cgroup_box_close(b, &ignored);
	}
	return r;
}

int cgroup_box_open(const struct cgroup *cg, uint32_t box, uint64_t memory_bytes, uint32_t processes,
		    struct cgroup_box *b, struct err *e)
{
	struct err ignored;

	if (cg->kind == BOX_CGROUP_NONE)
		return 0;
	/* What is left of the last box's memory may be above the new ceiling: then the group is made anew. */
	if (b->meter.kind != BOX_CGROUP_NONE) {
		if (!set_ceilings(b, memory_bytes, processes, &ignored))
			return 0;
		cgroup_box_close(b, &ignored);
	}
	return make(cg, box, memory_bytes, processes, b, e);
}

/* A group cannot go while a process that was killed has not been wholly taken down: a short wait, then the error. */
static int remove_one(int parent, const char *name, struct err *e)
{
	uint64_t until = clock_mono_us() + CLOCK_US_PER_S;

	while (unlinkat(parent, name, AT_REMOVEDIR) < 0) {
		if (errno == ENOENT)
			return 0;
		if (errno != EBUSY || clock_mono_us() > until)
			return err_errno(e, "cgroup: remove %s", name);
		usleep(500);
	}
	return 0;
}

int cgroup_box_close(struct cgroup_box *b, struct err *e)
{
	int first = 0;

	for (int i = 0; i < CGROUP_COUNTERS; i++)
		fd_close(&b->meter.counters[i]);
	for (int i = 0; i < CGROUP_CONTROLLERS; i++) {
		fd_close(&b->meter.procs[i]);
		if (b->dir[i] < 0)
			continue;
		fd_close(&b->dir[i]);
		if (remove_one(b->parent[i], b->name, e) < 0)
			first = e->code;
	}
	*b = (struct cgroup_box)CGROUP_BOX_INIT;
	return first;
}
