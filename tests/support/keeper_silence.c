/*
 * keeper_silence: the two tables. A call that is in neither must be told when it fails, in words that lead to it.
 */
#include "tests/support/keeper_silence.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

/* ---- what may fail in silence ------------------------------------------------------------------------------------ */

/* `label`: a pattern of fnmatch(3); error: 0 = any. */
static const struct {
	enum fault_role role;
	const char *call, *label;
	int error;
	const char *why;
} silent[] = {
	{ FAULT_JUDGE, "close", "*", 0, "the descriptor is gone all the same (close(2))" },
	{ FAULT_KEEPER, "close", "*", 0, "the same" },
	{ FAULT_WARDEN, "close", "*", 0, "the same" },

	{ FAULT_JUDGE, "rt_sigprocmask", "*", 0, "posix_spawn's own" },
	{ FAULT_JUDGE, "prlimit64", "*", 0, "posix_spawn asks how large a stack may be" },
	{ FAULT_JUDGE, "munmap", "*", 0, "libc's own: the memory stays" },
	{ FAULT_JUDGE, "brk", "*", 0, "malloc takes its memory from elsewhere" },
	{ FAULT_JUDGE, "sendmsg", "*", 0, "of box_close: the keeper goes and takes the box along" },
	{ FAULT_JUDGE, "recvmsg", "*", 0, "the same" },
	{ FAULT_JUDGE, "poll", "*", 0, "the same" },
	{ FAULT_JUDGE, "pidfd_open", "*", 0, "of sandbox_close: it then waits for the keeper however long that takes" },

	{ FAULT_KEEPER, "set_robust_list", "*", 0, "libc's start" },
	{ FAULT_KEEPER, "rseq", "*", 0, "libc's start" },
	{ FAULT_KEEPER, "readlink", "*", 0, "libc's start" },
	{ FAULT_KEEPER, "getrandom", "*", 0, "libc's start" },
	{ FAULT_KEEPER, "brk", "*", 0, "malloc takes its memory from elsewhere" },
	{ FAULT_KEEPER, "newfstatat", "/proc/*", 0, "stdio asks for the size of a block" },
	{ FAULT_KEEPER, "prlimit64", "*", 0, "who may not lift a limit is told by the run that needs more" },
	{ FAULT_KEEPER, "openat", "*/oom_score_adj", 0, "no layer: which process the kernel takes first" },
	{ FAULT_KEEPER, "write", "*/oom_score_adj", 0, "the same" },
	{ FAULT_KEEPER, "poll", "*", 0, "whether there is time to make a box ahead" },
	{ FAULT_KEEPER, "recvmsg", "*", 0, "the keeper goes; the judge hears of it when it asks" },
	{ FAULT_KEEPER, "sendmsg", "*", 0, "the same" },

	/*
	 * Version 2 is looked for first, then version 1; what is missing at last is a layer that the box has not got.
	 */
	{ FAULT_KEEPER, "openat", "/proc/self/*", 0, "the search for groups" },
	{ FAULT_KEEPER, "openat", "/sys/fs/cgroup*", 0, "the search for groups" },
	{ FAULT_KEEPER, "openat", "cgroup.controllers", 0, "the search for groups" },
	{ FAULT_KEEPER, "faccessat2", ".", 0, "the search for groups" },
	{ FAULT_KEEPER, "read", "/proc/*/cgroup", 0, "the search for groups" },
	{ FAULT_KEEPER, "read", "/proc/*/mountinfo", 0, "the search for groups" },
	{ FAULT_KEEPER, "read", "*/cgroup.controllers", 0, "the search for groups" },
	/* What one sweep misses the next one finds. */
	{ FAULT_KEEPER, "openat", ".", 0, "the sweep of groups" },
	{ FAULT_KEEPER, "newfstatat", "*/fs/cgroup*", 0, "the sweep of groups" },
	{ FAULT_KEEPER, "fcntl", "*/fs/cgroup*", 0, "the sweep of groups" },
	{ FAULT_KEEPER, "getdents64", "*/fs/cgroup*", 0, "the sweep of groups" },
	{ FAULT_KEEPER, "unlinkat", "judge.*", 0, "a group that is busy is tried again, and then left to the sweep" },
	/* Files that not every kernel has. */
	{ FAULT_KEEPER, "openat", "memory.*", ENOENT, "an older kernel does not count that" },
	{ FAULT_KEEPER, "openat", "pids.events", ENOENT, "an older kernel does not count that" },
	{ FAULT_KEEPER, "openat", "memory.max_usage_in_bytes", EACCES, "a peak that cannot be set back" },

	{ FAULT_WARDEN, "keyctl", "*", ENOSYS, "a kernel without keys" },
	{ FAULT_WARDEN, "getpriority", "*", 0, "promptness among many that spin, no layer" },
	{ FAULT_WARDEN, "sched_setattr", "*", 0, "the same" },
	{ FAULT_WARDEN, "fsopen", "proc", 0, "no layer: the clocks are taken at face value" },
	{ FAULT_WARDEN, "fsconfig", "*", 0, "the same; that of the root shows as a layer" },
	{ FAULT_WARDEN, "fsmount", "*", 0, "the same" },
	{ FAULT_WARDEN, "openat", "*/schedstat", 0, "the same" },
	{ FAULT_WARDEN, "read", "*/schedstat", 0, "the same" },
	{ FAULT_WARDEN, "openat", "*/oom_score_adj", 0, "the same as of the keeper" },
	{ FAULT_WARDEN, "write", "*/oom_score_adj", 0, "the same" },
	{ FAULT_WARDEN, "pwrite64", "*/memory.max_usage_in_bytes", 0, "the peak is then that of all runs of the box" },
	{ FAULT_WARDEN, "openat", "/tmp", 0, "one of several places to hang up the new root for a moment" },
	{ FAULT_WARDEN, "newfstatat", ".", 0, "whether it is at the top already: to go up once more changes nothing" },
	{ FAULT_WARDEN, "newfstatat", "..", 0, "the same" },
	{ FAULT_WARDEN, "clock_gettime", "*", 0, "one that has just ended has no clock; the next look has its time" },
	{ FAULT_WARDEN, "pread64", "*/cpuacct.usage", 0, "the same: what has ended is counted when it is waited for" },
	{ FAULT_WARDEN, "pread64", "*/cpu.stat", 0, "the same" },
	{ FAULT_WARDEN, "fstatfs", "/work", 0, "whether the quota was met is a hint" },
	{ FAULT_WARDEN, "recvmsg", "*", 0, "the warden goes; the keeper hears of it when it asks" },

	{ FAULT_CHILD, "prlimit64", "0", 0, "asks for the limit of CPU time that there is, to keep a lower one" },
};

bool silence_is_right(enum fault_role role, const struct fault_call *call, int error)
{
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (silent[i].role == role && !strcmp(silent[i].call, call->known->name) &&
		    (!silent[i].error || silent[i].error == error) &&
		    (!strcmp(call->label, "?") || !fnmatch(silent[i].label, call->label, 0)))
			return true;
	return false;
}

/* ---- what an error must say -------------------------------------------------------------------------------------- */

/* Where may it be expected? */
enum { ALWAYS, AS_ROOT, WITH_GROUPS, WITH_LANDLOCK };

/* Every named step of confinement. */
static struct {
	const char *name;
	int when;
	bool seen;
} steps[] = {
	{ "parent", ALWAYS, false },         { "descriptors", ALWAYS, false },
	{ "id maps", ALWAYS, false },        { "control group", WITH_GROUPS, false },
	{ "keyring", ALWAYS, false },        { "private root", ALWAYS, false },
	{ "ids", AS_ROOT, false },           { "landlock", WITH_LANDLOCK, false },
	{ "capabilities", ALWAYS, false },   { "no new privileges", ALWAYS, false },
	{ "streams", ALWAYS, false },        { "limits", ALWAYS, false },
	{ "address layout", ALWAYS, false }, { "directory", ALWAYS, false },
	{ "signals", ALWAYS, false },        { "seccomp", ALWAYS, false },
	{ "open files", ALWAYS, false },
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

/* What stands for the words of an errno where another side noticed. */
static const char *const other_words[] = {
	"has gone",
	"has died",
	"the box died",
	"Broken pipe", /* whoever could have said it is no more */
	"limit of",    /* a limit that may not be set */
	"CPU clock",   /* clock_getcpuclockid tells no errno */
	"no_new_privs is not set",
	"the private root was not finished",
	"write /proc/", /* the maps of a warden that has gone already */
};

static bool names_step(const char *text, size_t i)
{
	char segment[64];

	snprintf(segment, sizeof(segment), ": %s: ", steps[i].name);
	return strstr(text, segment);
}

bool silence_is_broken(const char *text, int error)
{
	bool step = false;

	for (size_t i = 0; i < STEPS; i++)
		if (names_step(text, i)) {
			steps[i].seen = true;
			step = true;
		}
	if (step || strstr(text, strerror(error)))
		return true;
	for (size_t i = 0; i < sizeof(other_words) / sizeof(other_words[0]); i++)
		if (strstr(text, other_words[i]))
			return true;
	return false;
}

const char *silence_step(size_t i)
{
	return i < STEPS ? steps[i].name : NULL;
}

bool silence_step_seen(size_t i)
{
	return steps[i].seen;
}

bool silence_step_due(size_t i, const bool have[BOX_LAYER_COUNT])
{
	switch (steps[i].when) {
	case AS_ROOT:
		return geteuid() == 0;
	case WITH_GROUPS:
		return have[BOX_LAYER_CGROUP_MEMORY];
	case WITH_LANDLOCK:
		return have[BOX_LAYER_LANDLOCK];
	default:
		return true;
	}
}
