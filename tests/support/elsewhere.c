/*
 * elsewhere: other kinds of hosts, made of the same calls that make them: the filter and the capabilities of a
 * container, sysctls of a user namespace of one's own, mounts of a mount namespace of one's own.
 */
#include "tests/support/elsewhere.h"

#include "sandbox/base/cleanup.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define CAP_BIT(cap) (UINT64_C(1) << (cap))

/* CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET. */
#define NAMESPACES 0x7e020000u

#ifndef __NR_clone3
#define __NR_clone3 435
#endif

static bool has_capability(int cap)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct now[2];

	return !syscall(SYS_capget, &head, now) && (now[cap / 32].effective & (1u << cap % 32));
}

bool elsewhere_can_mount(void)
{
	return geteuid() == 0 && has_capability(CAP_SYS_ADMIN);
}

bool elsewhere_user(void)
{
	/* What changed its ids owns none of its files in /proc until it is dumpable again. */
	return !setgroups(0, NULL) && !setresgid(65534, 65534, 65534) && !setresuid(65534, 65534, 65534) &&
	       !prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* ---- filters ----------------------------------------------------------------------------------------------------- */

static bool load(struct sock_filter *filter, size_t n)
{
	const struct sock_fprog program = { (unsigned short)n, filter };

	/* Root of a container loads it without no_new_privs, and so is not bound by that. */
	if (!has_capability(CAP_SYS_ADMIN) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return false;
	return !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* Each of these calls fails with `error`; clone does where it asks for a namespace, when `namespaces`. */
static bool refuse(const int *calls, size_t n, int error, bool namespaces)
{
	struct sock_filter f[64];
	size_t at = 0;

	f[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < n; i++) {
		f[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], 0, 1);
		f[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error);
	}
	if (namespaces) {
		f[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1);
		f[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
		f[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3);
		f[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args));
		f[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NAMESPACES, 0, 1);
		f[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	}
	f[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	return load(f, at);
}

static const int mounting[] = { SYS_mount,   SYS_umount2,    SYS_pivot_root, SYS_fsopen,
				SYS_fsmount, SYS_move_mount, SYS_open_tree };

static bool container_filter(void)
{
	static const int others[] = { SYS_unshare, SYS_setns, SYS_keyctl, SYS_bpf, SYS_sethostname };
	int calls[COUNT(others) + COUNT(mounting)];

	memcpy(calls, others, sizeof(others));
	memcpy(calls + COUNT(others), mounting, sizeof(mounting));
	return refuse(calls, COUNT(calls), EPERM, true);
}

bool elsewhere_mounts_denied(void)
{
	return refuse(mounting, COUNT(mounting), EACCES, false);
}

bool elsewhere_host_name_denied(void)
{
	static const int naming[] = { SYS_sethostname };

	return refuse(naming, COUNT(naming), EPERM, false);
}

/* ---- a container ------------------------------------------------------------------------------------------------- */

/* What Docker and podman leave to root of a container. */
static bool keep_few_capabilities(void)
{
	static const uint64_t kept = CAP_BIT(CAP_CHOWN) | CAP_BIT(CAP_DAC_OVERRIDE) | CAP_BIT(CAP_FOWNER) |
				     CAP_BIT(CAP_FSETID) | CAP_BIT(CAP_KILL) | CAP_BIT(CAP_SETGID) |
				     CAP_BIT(CAP_SETUID) | CAP_BIT(CAP_SETPCAP) | CAP_BIT(CAP_NET_BIND_SERVICE) |
				     CAP_BIT(CAP_SYS_CHROOT) | CAP_BIT(CAP_SETFCAP);
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct few[2] = { { (uint32_t)kept, (uint32_t)kept, 0 }, { 0, 0, 0 } };

	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		if (!(kept & CAP_BIT(cap)) && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
			return false;
	return !syscall(SYS_capset, &head, few);
}

static bool own_mounts(void)
{
	return !unshare(CLONE_NEWNS) && !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/* Every mount at or below the place becomes read-only. */
static bool read_only_below(const char *place)
{
	cleanup_file FILE *f = fopen("/proc/self/mountinfo", "re");
	char line[8192], point[4096];

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%*d %*d %*s %*s %4095s", point) != 1 || strncmp(point, place, strlen(place)))
			continue;
		if (mount(NULL, point, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) < 0)
			return false;
	}
	return f != NULL;
}

bool elsewhere_read_only_groups(void)
{
	return own_mounts() && read_only_below("/sys/fs/cgroup");
}

bool elsewhere_no_groups(void)
{
	return own_mounts() && (!umount2("/sys/fs/cgroup", MNT_DETACH) || errno == EINVAL);
}

static bool hide_parts_of_proc(void)
{
	static const char *const parts[] = { "/proc/kcore", "/proc/keys", "/proc/sysrq-trigger" };

	for (size_t i = 0; i < COUNT(parts); i++)
		if (!access(parts[i], F_OK) && mount("/dev/null", parts[i], NULL, MS_BIND, NULL) < 0)
			return false;
	return true;
}

static bool say_container(void)
{
	int fd;

	if (mount("run", "/run", "tmpfs", 0, "mode=755") < 0)
		return false;
	fd = open("/run/.containerenv", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	return fd >= 0 && !close(fd);
}

bool elsewhere_container(void)
{
	if (geteuid() != 0)
		return container_filter();
	return elsewhere_can_mount() && elsewhere_read_only_groups() && hide_parts_of_proc() && say_container() &&
	       container_filter() && keep_few_capabilities();
}

/* ---- sysctls ----------------------------------------------------------------------------------------------------- */

static bool write_text(const char *path, const char *text)
{
	cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool write_of(pid_t pid, const char *file, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	return write_text(path, text);
}

/* Everybody is who they were; of an ordinary user that is one. */
static bool map_same(pid_t pid)
{
	char uids[64], gids[64];

	if (geteuid() == 0)
		return write_of(pid, "uid_map", "0 0 65536\n") && write_of(pid, "gid_map", "0 0 65536\n");
	snprintf(uids, sizeof(uids), "%u %u 1\n", geteuid(), geteuid());
	snprintf(gids, sizeof(gids), "%u %u 1\n", getegid(), getegid());
	return write_of(pid, "setgroups", "deny") && write_of(pid, "uid_map", uids) && write_of(pid, "gid_map", gids);
}

/*
 * As in a container without root: the mounts belong to the new namespace too. The maps are written from outside, where
 * the rights to do so are: by a child that stayed behind.
 */
static bool own_user_namespace(void)
{
	pid_t self = getpid(), outside;
	int gate[2], status = 0;
	char go = 0;

	if (pipe2(gate, O_CLOEXEC) < 0)
		return false;
	outside = fork();
	if (!outside) {
		close(gate[1]);
		_exit(read(gate[0], &go, 1) != 1 || !map_same(self));
	}
	close(gate[0]);
	if (outside < 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0 || write(gate[1], &go, 1) != 1) {
		close(gate[1]);
		return false;
	}
	close(gate[1]);
	return waitpid(outside, &status, 0) == outside && !status;
}

bool elsewhere_without(const char *kind)
{
	char path[96];

	snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces", kind);
	return own_user_namespace() && write_text(path, "0");
}

/* ---- chroot ------------------------------------------------------------------------------------------------------ */

bool elsewhere_chroot(const char *dir)
{
	return own_mounts() && !mount("/", dir, NULL, MS_BIND | MS_REC, NULL) && !chroot(dir) && !chdir("/");
}

bool elsewhere_plain_chroot(const char *dir)
{
	static const char *const seen[] = { "proc", "dev", "sys" };
	char place[4096];

	if (!own_mounts())
		return false;
	for (size_t i = 0; i < COUNT(seen); i++) {
		char host[16];

		snprintf(place, sizeof(place), "%s/%s", dir, seen[i]);
		snprintf(host, sizeof(host), "/%s", seen[i]);
		if ((mkdir(place, 0755) < 0 && errno != EEXIST) || mount(host, place, NULL, MS_BIND | MS_REC, NULL) < 0)
			return false;
	}
	snprintf(place, sizeof(place), "%s/tmp", dir);
	return (!mkdir(place, 0755) || errno == EEXIST) && !chroot(dir) && !chdir("/");
}
