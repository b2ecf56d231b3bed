/*
 * Every system call that judge, keeper, warden and child are known to make, and how it can fail where everything else
 * is in order (the manual page of each). A call of theirs that is missing here is an error of fault_play.
 */
#include "tests/support/keeper_faults.h"

#include <errno.h>
#include <sys/syscall.h>

const char *fault_role_name(enum fault_role role)
{
	static const char *const names[FAULT_ROLES] = { "judge", "keeper", "warden", "child", "program" };

	return names[role];
}

/* clang-format off */

#define CALL(name, about, argument, ...) { SYS_##name, #name, about, argument, __VA_ARGS__ }
#define NO                               false, false, false

#define PLAIN(name, ...)       CALL(name, FAULT_ABOUT_NOTHING, 0, NO, { __VA_ARGS__ })
#define PATH(name, i, ...)     CALL(name, FAULT_ABOUT_PATH, i, NO, { __VA_ARGS__ })
#define NUMBER(name, i, ...)   CALL(name, FAULT_ABOUT_NUMBER, i, NO, { __VA_ARGS__ })
#define FD(name, ...)          CALL(name, FAULT_ABOUT_FD, 0, NO, { __VA_ARGS__ })
#define TRANSFER(name, ...)    CALL(name, FAULT_ABOUT_FD, 0, true, false, false, { __VA_ARGS__ })
/* It does what it is for and then says that it failed: a descriptor is gone whatever close(2) returns. */
#define DONE(name, ...)        CALL(name, FAULT_ABOUT_FD, 0, false, true, false, { __VA_ARGS__ })
#define MEMORY(name)           CALL(name, FAULT_ABOUT_NOTHING, 0, false, false, true, { ENOMEM })
#define NEVER(name)            CALL(name, FAULT_ABOUT_NOTHING, 0, NO, { 0 })

static const struct fault_known table[] = {
	/* memory and the start of a program */
	MEMORY(brk),
	MEMORY(mmap),
	MEMORY(mremap),
	MEMORY(mprotect),
	MEMORY(munmap),
	MEMORY(madvise),
	PLAIN(getrandom, ENOSYS, EAGAIN),
	PLAIN(rseq, ENOSYS),
	PLAIN(set_robust_list, ENOSYS),
	NEVER(set_tid_address),
#ifdef SYS_arch_prctl
	PLAIN(arch_prctl, EPERM),
#endif

/* files */
#ifdef SYS_open
	PATH(open, 0, EMFILE, EACCES, ENOMEM),
	PATH(readlink, 0, ENOMEM, EACCES),
	PATH(access, 0, EACCES, EIO),
	PATH(mkdir, 0, ENOSPC, EACCES),
	PATH(rmdir, 0, EBUSY, EPERM),
	NUMBER(dup2, 1, EMFILE, EINTR),
	PLAIN(poll, ENOMEM, EINTR),
	PLAIN(pause, EINTR),
#endif
	PATH(openat, 1, EMFILE, EACCES, ENOMEM, ENOENT),
	PATH(openat2, 1, EMFILE, ENOSYS),
	PATH(readlinkat, 1, ENOMEM),
	PATH(faccessat, 1, EACCES, EIO),
	PATH(faccessat2, 1, EACCES, ENOSYS),
	PATH(newfstatat, 1, ENOMEM, EACCES),
	FD(fstat, ENOMEM),
	PATH(statx, 1, ENOMEM),
	PATH(statfs, 0, EIO),
	FD(fstatfs, EIO),
	TRANSFER(read, EIO, EINTR),
	TRANSFER(pread64, EIO, EINTR),
	TRANSFER(write, ENOSPC, EPERM, EINTR),
	TRANSFER(pwrite64, EACCES, ENOMEM, EINTR),
	FD(lseek, ESPIPE),
	FD(sendfile, ENOSPC, EINTR),
	FD(getdents64, EIO),
	PATH(mkdirat, 1, ENOSPC, EACCES),
	PATH(unlinkat, 1, EBUSY, EPERM),
	PATH(renameat, 1, ENOSPC),
	FD(fchdir, EACCES),
	PATH(chdir, 0, EACCES),
	PATH(chroot, 0, EPERM),
	DONE(close, EIO, EINTR),
	PLAIN(close_range, ENOMEM, ENOSYS),
	NUMBER(dup3, 1, EMFILE, EBUSY),
	FD(fcntl, EMFILE, EINVAL),
	FD(ioctl, EINTR, ENOENT),
	PLAIN(pipe2, EMFILE, ENFILE),
	PLAIN(memfd_create, EMFILE, ENOMEM),
	NEVER(umask),
	PLAIN(getpriority, ESRCH),
	PLAIN(sched_setattr, EINVAL, EPERM),

	/* messages and waiting */
	PLAIN(socketpair, EMFILE, ENFILE),
	PLAIN(sendmsg, ENOBUFS, ETOOMANYREFS, EINTR),
	PLAIN(recvmsg, ENOMEM, EINTR),
	PLAIN(ppoll, ENOMEM, EINTR),
	PLAIN(wait4, EINTR),
	PLAIN(waitid, EINTR),
	PLAIN(clock_nanosleep, EINTR),
	PLAIN(setsockopt, ENOMEM),
	PLAIN(sendto, ENOBUFS, EINTR),
	PLAIN(pidfd_open, EMFILE),
	PLAIN(restart_syscall, EINTR),

	/* processes and their rights */
	PLAIN(clone, EAGAIN, ENOSPC, EPERM),
	PLAIN(clone3, EAGAIN, ENOMEM),
	PATH(execve, 0, ENOMEM, EACCES),
	PLAIN(execveat, EACCES, ENOMEM),
	PLAIN(setsid, EPERM),
	NUMBER(prctl, 0, EPERM),
	NUMBER(prlimit64, 1, EPERM, EINVAL),
	PLAIN(personality, EINVAL),
	PLAIN(setgroups, EPERM),
	PLAIN(setresuid, EPERM, EAGAIN),
	PLAIN(setresgid, EPERM),
	PLAIN(capget, EPERM),
	PLAIN(capset, EPERM),
	PLAIN(unshare, ENOSPC, EPERM),
	PLAIN(setns, EPERM),
	PLAIN(keyctl, EDQUOT, ENOSYS),
	PLAIN(sethostname, EPERM),
	PLAIN(setdomainname, EPERM),
	PLAIN(seccomp, ENOMEM, EACCES),
	PLAIN(landlock_create_ruleset, EMFILE, EOPNOTSUPP),
	PLAIN(landlock_add_rule, ENOMEM),
	PLAIN(landlock_restrict_self, EPERM, E2BIG),
	PLAIN(rt_sigprocmask, EINVAL),
	PLAIN(clock_getres, EINVAL),
	PLAIN(clock_gettime, EINVAL),

	/* mounts */
	PATH(mount, 1, EPERM, ENOMEM),
	PATH(umount2, 0, EPERM, EBUSY),
	PLAIN(pivot_root, EPERM, EINVAL),
	PATH(fsopen, 0, EPERM, EMFILE),
	PATH(fsconfig, 2, ENOMEM, EINVAL),
	PLAIN(fsmount, EPERM, EMFILE),
	PATH(open_tree, 1, EPERM, EMFILE),
	PATH(move_mount, 3, EPERM, ENOSPC),

	/*
	 * what has no way to fail: signals to one's own children and in one's own namespace, handlers of signals
	 * there are
	 */
	NEVER(kill),
	NEVER(pidfd_send_signal),
	NEVER(rt_sigaction),
	NEVER(rt_sigreturn),
	NEVER(exit_group),
	NEVER(exit),
	NEVER(getpid),
	NEVER(getppid),
	NEVER(gettid),
	NEVER(getuid),
	NEVER(geteuid),
	NEVER(getgid),
	NEVER(getegid),
};
/* clang-format on */

const struct fault_known *fault_known(long nr)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].nr == nr)
			return &table[i];
	return NULL;
}
