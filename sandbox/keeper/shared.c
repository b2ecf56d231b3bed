/*
 * What boxes share: see shared.h.
 *
 * Each namespace is asked for by itself, so that the error names the one that the host refuses.
 */
#include "sandbox/keeper/shared.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/keeper/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

/*
 * Ids that nobody else uses: systemd's documentation of user ids leaves 1879048192 to 2147483647 unused, above all
 * containers. Two for each keeper.
 */
#define ID_BASE 0x70000000u
#define ID_MASK 0x03ffffffu

/* ---- ids --------------------------------------------------------------------------------------------------------- */

/*
 * In a container with few ids those above are not to be had: then the last two of its largest range
 * (user_namespaces(7), uid_map). The lines of the file: first id inside, first outside, how many.
 */
static int choose_ids(struct shared *s, struct err *e)
{
	cleanup_file FILE *f = fopen("/proc/self/uid_map", "re");
	uid_t wanted = ID_BASE + 2 * ((unsigned)getpid() & (ID_MASK >> 1));
	unsigned long first, outside, n, largest_first = 0, largest = 0;

	if (!f)
		return err_errno(e, "/proc/self/uid_map");
	while (fscanf(f, "%lu %lu %lu", &first, &outside, &n) == 3) {
		if (wanted >= first && wanted + 1 < first + n) {
			s->id_warden = wanted;
			s->id_program = wanted + 1;
			return 0;
		}
		if (n > largest)
			largest_first = first, largest = n;
	}
	if (ferror(f))
		return err_errno(e, "read /proc/self/uid_map");
	if (largest < 3)
		return err_set(e, -EPERM, "root of a container with %lu user ids: none is left to give to programs",
			       largest);
	s->id_warden = (uid_t)(largest_first + largest - 2);
	s->id_program = s->id_warden + 1;
	return 0;
}

static int write_map(pid_t pid, const char *file, const char *text, struct err *e)
{
	char path[64];
	cleanup_fd int fd = -1;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		return err_errno(e, "write %s", path);
	return 0;
}

/*
 * One id, which is `inside` there. Before an ordinary user's map of groups the kernel wants setgroups to be denied for
 * good (user_namespaces(7)): else a group that takes rights away could be left.
 */
static int write_own_maps(const struct shared *s, pid_t pid, uid_t inside_uid, gid_t inside_gid, struct err *e)
{
	char text[96];
	int r = write_map(pid, "setgroups", "deny", e);

	snprintf(text, sizeof(text), "%u %u 1\n", inside_uid, s->own_uid);
	if (!r)
		r = write_map(pid, "uid_map", text, e);
	snprintf(text, sizeof(text), "%u %u 1\n", inside_gid, s->own_gid);
	return r ? r : write_map(pid, "gid_map", text, e);
}

int shared_map_ids(const struct shared *s, pid_t warden, struct err *e)
{
	char text[96];
	int r;

	if (!s->root)
		return write_own_maps(s, warden, PROGRAM_ID, PROGRAM_ID, e);
	snprintf(text, sizeof(text), "%d %u 1\n%d %u 1\n", WARDEN_ID, s->id_warden, PROGRAM_ID, s->id_program);
	r = write_map(warden, "uid_map", text, e);
	return r ? r : write_map(warden, "gid_map", text, e);
}

/* ---- namespaces -------------------------------------------------------------------------------------------------- */

/*
 * There is no way back: in a user namespace without maps nothing else would work. The mount namespace is a copy of the
 * host's, for only from one of its own this process can go into a stage and come back (setns(2)).
 */
static int enter_user_namespace(const struct shared *s, struct err *e)
{
	if (unshare(CLONE_NEWUSER) < 0)
		return err_errno(e, "make a user namespace (the host refuses it, or this is a chroot)");
	if (write_own_maps(s, getpid(), s->own_uid, s->own_gid, e) < 0)
		return e->code;
	return unshare(CLONE_NEWNS) < 0 ? err_errno(e, "make a namespace (mount)") : 0;
}

static int enter_namespaces(struct err *e)
{
	static const struct {
		int flag;
		const char *what;
	} spaces[] = {
		{ CLONE_NEWNET, "network" },
		{ CLONE_NEWIPC, "ipc" },
		{ CLONE_NEWUTS, "uts" },
	};

	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (unshare(spaces[i].flag) < 0)
			return err_errno(e, "make a namespace (%s)", spaces[i].what);
	if (sethostname("box", 3) < 0 || setdomainname("", 0) < 0)
		return err_errno(e, "sethostname");
	return 0;
}

int shared_make(struct shared *s, struct err *e)
{
	int r;

	s->own_uid = geteuid();
	s->own_gid = getegid();
	s->root = s->own_uid == 0;
	r = s->root ? choose_ids(s, e) : enter_user_namespace(s, e);
	return r ? r : enter_namespaces(e);
}
