/*
 * box_layers: what the kernel says of a process, held against what it should be. Each check reads one file of /proc.
 */
#include "tests/support/box_layers.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#define TEXT_MAX 65536

static int missing(struct err *e, const char *what)
{
	return err_set(e, -EPERM, "missing: %s", what);
}

static int read_of(pid_t pid, const char *file, struct buf *into, struct err *e)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	buf_init(into, TEXT_MAX);
	return fs_read(AT_FDCWD, path, into, e);
}

static int link_of(const char *path, char out[256], struct err *e)
{
	ssize_t n = readlink(path, out, 255);

	if (n < 0)
		return err_errno(e, "%s", path);
	out[n] = 0;
	return 0;
}

/* What stands behind `word` at the beginning of a line; "" when there is no such line. */
static const char *behind(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (!strncmp(line, word, n))
			return line + n + strspn(line + n, " \t");
	return "";
}

/* ---- rights ------------------------------------------------------------------------------------------------------ */

static int check_rights(const char *status, struct err *e)
{
	static const struct {
		const char *word, *value, *what;
	} due[] = {
		{ "CapInh:", "0000000000000000\n", "no inheritable capabilities" },
		{ "CapPrm:", "0000000000000000\n", "no permitted capabilities" },
		{ "CapEff:", "0000000000000000\n", "no effective capabilities" },
		{ "CapBnd:", "0000000000000000\n", "an empty bounding set" },
		{ "CapAmb:", "0000000000000000\n", "no ambient capabilities" },
		{ "NoNewPrivs:", "1\n", "no_new_privs" },
		{ "Seccomp:", "2\n", "the filter of system calls" },
		{ "SigBlk:", "0000000000000000\n", "no blocked signal" },
		{ "Umask:", "0022\n", "the umask" },
	};

	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
		if (strncmp(behind(status, due[i].word), due[i].value, strlen(due[i].value)))
			return missing(e, due[i].what);
	/* libc keeps 32 and 33 for itself, and its posix_spawn leaves them ignored. */
	if (strtoull(behind(status, "SigIgn:"), NULL, 16) & ~(UINT64_C(3) << 31))
		return missing(e, "no ignored signal");
	return 0;
}

/* Root gives its programs ids and groups that nobody has; a user has only his own to give. */
static int check_ids(const char *status, const struct box_claim *c, struct err *e)
{
	cleanup_buf struct buf of_warden = { 0 };
	unsigned long uid = strtoul(behind(status, "Uid:"), NULL, 10), gid = strtoul(behind(status, "Gid:"), NULL, 10);
	const char *groups = behind(status, "Groups:");

	if (geteuid() != 0)
		return uid == geteuid() && gid == getegid() ? 0 : missing(e, "the user's own id");
	if (!uid || uid == geteuid() || gid != uid || (*groups && *groups != '\n'))
		return missing(e, "an id that nobody else has, and no group");
	if (read_of(c->warden, "status", &of_warden, e) < 0)
		return e->code;
	if (c->have[BOX_LAYER_TWO_IDS] && strtoul(behind(of_warden.data, "Uid:"), NULL, 10) == uid)
		return missing(e, "separate user ids");
	return 0;
}

static int check_namespaces(pid_t pid, const struct box_claim *c, struct err *e)
{
	static const struct {
		enum box_layer layer;
		const char *name;
	} due[] = {
		{ BOX_LAYER_USER_NS, "user" },     { BOX_LAYER_PID_NS, "pid" }, { BOX_LAYER_MOUNT_NS, "mnt" },
		{ BOX_LAYER_NET_NS, "net" },       { BOX_LAYER_IPC_NS, "ipc" }, { BOX_LAYER_UTS_NS, "uts" },
		{ BOX_LAYER_CGROUP_NS, "cgroup" },
	};
	char path[64], ours[256], its[256];

	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++) {
		snprintf(path, sizeof(path), "/proc/self/ns/%s", due[i].name);
		if (link_of(path, ours, e) < 0)
			return e->code;
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int)pid, due[i].name);
		if (link_of(path, its, e) < 0)
			return e->code;
		if (c->have[due[i].layer] && !strcmp(ours, its))
			return missing(e, box_layer_word(due[i].layer));
	}
	return 0;
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

static int check_limit(const char *limits, const char *name, uint64_t due, struct err *e)
{
	const char *p = behind(limits, name);
	char *end;
	uint64_t soft = strtoull(p, &end, 10), hard = strtoull(end, NULL, 10);

	if (!*p || *p == 'u' || soft != due || hard != due)
		return err_set(e, -EPERM, "missing: a limit: %s is %.40s instead of %llu", name, p,
			       (unsigned long long)due);
	return 0;
}

static int check_limits(pid_t pid, const struct box_claim *c, struct err *e)
{
	const struct box_limits *l = &c->run->limits;
	/* As many seconds as are over the limit for certain, and one for the signal. */
	const uint64_t cpu_s = l->cpu_us / 1000000 + 3, stack = l->stack_bytes, memory = c->spec->memory_bytes;
	const bool bounded = !c->have[BOX_LAYER_CGROUP_MEMORY] && !c->spec->no_address_limit;
	const bool counted = c->spec->processes > 1 && !c->have[BOX_LAYER_CGROUP_PIDS];
	const struct {
		const char *name;
		bool is_due;
		uint64_t value;
	} due[] = {
		/*
		 * A second net, which makes the clock of one process coarse: where only one may be it can be left
		 * out.
		 */
		{ "Max cpu time", c->spec->processes > 1, cpu_s },
		{ "Max file size", true, c->spec->work_bytes ? l->file_bytes : 0 },
		{ "Max stack size", true, stack },
		{ "Max core file size", true, 1 },
		{ "Max locked memory", true, 0 },
		{ "Max msgqueue size", true, 0 },
		{ "Max open files", true, l->open_files },
		/* Both lie above the limit, so that a program meets the limit first. */
		{ "Max data size", bounded, memory + (UINT64_C(8) << 20) },
		{ "Max address space", bounded, memory + stack + (UINT64_C(64) << 20) },
		{ "Max processes", counted, c->spec->processes + !c->have[BOX_LAYER_TWO_IDS] },
	};
	cleanup_buf struct buf limits = { 0 };

	if (read_of(pid, "limits", &limits, e) < 0)
		return e->code;
	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
		if (due[i].is_due && check_limit(limits.data, due[i].name, due[i].value, e) < 0)
			return e->code;
	return 0;
}

/* The groups of a box are named after the keeper's pid; the controllers as they stand in /proc/PID/cgroup. */
static int check_groups(pid_t pid, const struct box_claim *c, struct err *e)
{
	static const struct {
		enum box_layer layer;
		const char *v1;
	} due[] = {
		{ BOX_LAYER_CGROUP_MEMORY, "memory" },
		{ BOX_LAYER_CGROUP_PIDS, "pids" },
		{ BOX_LAYER_CGROUP_CPU, "cpuacct" },
	};
	cleanup_buf struct buf groups = { 0 };
	char ours[32];
	bool in[3] = { false };
	char *save = NULL;

	snprintf(ours, sizeof(ours), "/judge.%d.", (int)c->keeper);
	if (read_of(pid, "cgroup", &groups, e) < 0)
		return e->code;
	/* "id:controllers:path"; with version 2 no controllers are named (cgroups(7)). */
	for (char *line = strtok_r(groups.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *names = strchr(line, ':'), *path = names ? strchr(names + 1, ':') : NULL;

		if (!path || !strstr(path, ours))
			continue;
		*path = 0;
		for (size_t i = 0; i < 3; i++)
			in[i] |= !names[1] || strstr(names, due[i].v1);
	}
	/* How much time one process used the kernel says without a group. */
	in[2] |= c->spec->processes == 1;
	for (size_t i = 0; i < 3; i++)
		if (c->have[due[i].layer] && !in[i])
			return missing(e, box_layer_word(due[i].layer));
	return 0;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

enum { RO = 1, NOEXEC = 2, DEVICE = 4 };

/* Which flags must a mount on `point` have? -1: there is to be none. */
static int flags_due(const char *point, const struct box_claim *c)
{
	static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/urandom" };

	if (!strcmp(point, "/"))
		return RO | NOEXEC;
	if (!strcmp(point, "/box"))
		return RO;
	if (!strcmp(point, "/work") && c->spec->work_bytes)
		return NOEXEC;
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
		if (!strcmp(point, devices[i]))
			return RO | NOEXEC | DEVICE;
	for (size_t i = 0; i < c->spec->n_mounts; i++)
		if (!strcmp(point, c->spec->mounts[i].target))
			return RO | (c->spec->mounts[i].exec ? 0 : NOEXEC);
	return -1;
}

static int check_mount(const char *point, const char *options, const struct box_claim *c, struct err *e)
{
	int due = flags_due(point, c);

	if (due < 0)
		return err_set(e, -EPERM, "missing: nothing else mounted than was ordered: %s", point);
	if (((due & RO) && strncmp(options, "ro", 2)) || ((due & NOEXEC) && !strstr(options, "noexec")) ||
	    (!(due & DEVICE) && !strstr(options, "nodev")) || !strstr(options, "nosuid"))
		return err_set(e, -EPERM, "missing: flags of the mount on %s: %s", point, options);
	return 0;
}

static int check_mounts(pid_t pid, const struct box_claim *c, struct err *e)
{
	const size_t due = 5 + (c->spec->work_bytes > 0) + c->spec->n_mounts; /* root, box, three devices */
	cleanup_buf struct buf info = { 0 };
	char point[256], options[256];
	char *save = NULL;
	size_t n = 0;

	if (read_of(pid, "mountinfo", &info, e) < 0)
		return e->code;
	for (char *line = strtok_r(info.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save), n++) {
		if (sscanf(line, "%*d %*d %*s %*s %255s %255s", point, options) != 2)
			return err_set(e, -EPROTO, "mountinfo: %s", line);
		if (check_mount(point, options, c, e) < 0)
			return e->code;
	}
	return n == due ? 0 : err_set(e, -EPERM, "missing: a mount: there are %zu, %zu are due", n, due);
}

/* Below "/" stand the first parts of the mounts' names, and nothing else. */
static bool is_due_in_root(const char *name, const struct box_claim *c)
{
	size_t n = strlen(name);

	if (!strcmp(name, "box") || !strcmp(name, "dev") || (!strcmp(name, "work") && c->spec->work_bytes))
		return true;
	for (size_t i = 0; i < c->spec->n_mounts; i++) {
		const char *first = c->spec->mounts[i].target + 1;

		if (!strncmp(first, name, n) && (!first[n] || first[n] == '/'))
			return true;
	}
	return false;
}

static int check_root(pid_t pid, const struct box_claim *c, struct err *e)
{
	cleanup_free char **names = NULL;
	char path[64];
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/root", (int)pid);
	if (fs_list(AT_FDCWD, path, 1000, &names, &n, e) < 0)
		return e->code;
	for (size_t i = 0; i < n; i++)
		if (!is_due_in_root(names[i], c))
			return err_set(e, -EPERM, "missing: an empty root: there is /%s", names[i]);
	return 0;
}

static int check_descriptors(pid_t pid, const struct box_claim *c, struct err *e)
{
	cleanup_free char **names = NULL;
	char path[64];
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	if (fs_list(AT_FDCWD, path, 1000, &names, &n, e) < 0)
		return e->code;
	for (size_t i = 0; i < n; i++) {
		bool is_due = false;

		for (size_t j = 0; j < c->run->n_streams; j++)
			is_due |= c->run->streams[j].box_fd == (int)strtol(names[i], NULL, 10);
		if (!is_due)
			return err_set(e, -EPERM, "missing: no descriptor that was not given: there is %s", names[i]);
	}
	return n == c->run->n_streams ? 0 : missing(e, "a stream");
}

static int check_place(pid_t pid, const struct box_claim *c, struct err *e)
{
	cleanup_buf struct buf personality_now = { 0 }, stat = { 0 };
	char path[64], link[256];
	int session;

	snprintf(path, sizeof(path), "/proc/%d/cwd", (int)pid);
	if (link_of(path, link, e) < 0)
		return e->code;
	if (strcmp(link, c->spec->work_bytes ? "/work" : "/"))
		return missing(e, "the directory");
	if (read_of(pid, "personality", &personality_now, e) < 0 || read_of(pid, "stat", &stat, e) < 0)
		return e->code;
	if (c->run->fixed_addresses && !(strtoul(personality_now.data, NULL, 16) & ADDR_NO_RANDOMIZE))
		return missing(e, "fixed addresses");
	if (sscanf(stat.data, "%*d (%*[^)]) %*c %*d %*d %d", &session) != 1 || (session != pid && session != c->warden))
		return missing(e, "a session of the box");
	return 0;
}

int box_layers_check(pid_t program, const struct box_claim *c, struct err *e)
{
	cleanup_buf struct buf status = { 0 };
	int r = read_of(program, "status", &status, e);

	if (!r)
		r = check_rights(status.data, e);
	if (!r)
		r = check_ids(status.data, c, e);
	if (!r)
		r = check_namespaces(program, c, e);
	if (!r)
		r = check_limits(program, c, e);
	if (!r)
		r = check_groups(program, c, e);
	if (!r)
		r = check_mounts(program, c, e);
	if (!r)
		r = check_root(program, c, e);
	if (!r)
		r = check_descriptors(program, c, e);
	if (!r)
		r = check_place(program, c, e);
	if (!r && c->have[BOX_LAYER_LANDLOCK] && !c->landlock)
		r = missing(e, box_layer_word(BOX_LAYER_LANDLOCK));
	return r;
}
