/*
 * One run by exec: start, watch, end.
 *
 * The program's process is made the cheap way, by clone(CLONE_VM | CLONE_VFORK): no page table is copied and the peak
 * memory that it reports later begins with its own exec. It also shares the table of descriptors until that exec
 * (CLONE_FILES; execve(2) unshares it), which is how the listener of its own seccomp filter comes to be the warden's:
 * there is no other way to take a descriptor out of a process that waits in vfork.
 *
 * Whatever made the run end, the rest of it ends with it: kill(-1) as pid 1 reaches every process of the box, and
 * wait is called until there is no child left.
 */
#include "sandbox/keeper/watch.h"

#include "sandbox/base/cleanup.h"
#include "sandbox/policy.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_STACK_BYTES (64u * 1024u)

/* ---- start ------------------------------------------------------------------------------------------------------- */

/* What stands at the beginning of most programs: the header, and the program headers right behind it. */
struct elf_start {
	Elf64_Ehdr head;
	Elf64_Phdr segments[16];
};

/*
 * How much there was, at least `least` bytes, or an error: that the file is no program is another thing than that it
 * cannot be read.
 */
static ssize_t read_at(int fd, void *p, size_t least, size_t most, uint64_t at, struct err *e)
{
	ssize_t got = pread(fd, p, most, (off_t)at);

	/* Of what is no file: a directory, a pipe, /proc's. */
	if (got < 0 && errno != EINVAL && errno != EISDIR && errno != ESPIPE)
		return err_errno(e, "read");
	return got >= (ssize_t)least ? got : err_set(e, -ENOEXEC, "not a 64-bit ELF program, or one that is cut off");
}

/*
 * The size that the program's own headers ask for: a .bss over the limit is refused here, for else it dies in exec by
 * a SIGKILL or SIGSEGV that looks like its own.
 */
static int static_bytes(int fd, uint64_t *out, struct err *e)
{
	struct elf_start start;
	const Elf64_Ehdr *head = &start.head;
	ssize_t got = read_at(fd, &start, sizeof(*head), sizeof(start), 0, e);
	size_t at_hand;

	*out = 0;
	if (got < 0)
		return e->code;
	if (memcmp(head->e_ident, ELFMAG, SELFMAG) || head->e_ident[EI_CLASS] != ELFCLASS64 ||
	    head->e_phentsize != sizeof(Elf64_Phdr))
		return err_set(e, -ENOEXEC, "not a 64-bit ELF program");
	at_hand = head->e_phoff == sizeof(*head) ? ((size_t)got - sizeof(*head)) / sizeof(Elf64_Phdr) : 0;
	for (unsigned i = 0; i < head->e_phnum; i++) {
		Elf64_Phdr other;
		const Elf64_Phdr *ph = i < at_hand ? &start.segments[i] : &other;

		if (i >= at_hand &&
		    read_at(fd, &other, sizeof(other), sizeof(other), head->e_phoff + i * sizeof(other), e) < 0)
			return e->code;
		if (ph->p_type == PT_LOAD && __builtin_add_overflow(*out, ph->p_memsz, out))
			*out = UINT64_MAX;
	}
	return 0;
}

/* Puts the program on POLICY_EXEC_FD. A pipe in its place is not waited for. */
static int open_program(const char *program, uint64_t *bytes, struct err *e)
{
	cleanup_fd int fd = open(program, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int ret;

	if (fd < 0)
		return err_errno(e, "%s", program);
	ret = static_bytes(fd, bytes, e);
	if (ret < 0)
		return err_wrap(e, "%s", program);
	if (dup3(fd, POLICY_EXEC_FD, O_CLOEXEC) < 0)
		return err_errno(e, "descriptor %d", POLICY_EXEC_FD);
	return 0;
}

/* The low descriptors are placeholders again, so that no end of a stream stays open here. */
static int reset_table(const struct warden *w, const struct order_streams *used, struct err *e)
{
	close(POLICY_EXEC_FD);
	for (size_t i = 0; i < used->n; i++)
		if (dup3(w->null_fd, used->at[i].box_fd, O_CLOEXEC) < 0)
			return err_errno(e, "take descriptor %d back", used->at[i].box_fd);
	return 0;
}

pid_t spawn_program(struct warden *w, struct confinement *c, int *pidfd, struct box_result *res, struct err *e)
{
	static _Alignas(64) char stack[CHILD_STACK_BYTES];
	struct err lost = ERR_INIT;
	uint64_t bytes = 0;
	pid_t pid;

	c->w = w;
	c->listener = -1;
	if (open_program(c->order->program, &bytes, e) < 0)
		return e->code;
	if (bytes > w->order->memory_bytes) {
		close(POLICY_EXEC_FD);
		res->end = BOX_END_MEMORY;
		return 0;
	}
	pid = clone(confine_and_exec, stack + sizeof(stack),
		    CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_PIDFD | SIGCHLD, c, pidfd, NULL, NULL);
	if (pid < 0)
		err_errno(&c->err, "make the program's process");
	if (reset_table(w, &c->order->streams, &lost) < 0 && !c->err.code)
		c->err = lost;
	if (pid < 0) {
		*e = c->err;
		return e->code;
	}
	if (!c->exec_errno && !c->err.code && c->exec_us)
		return pid;
	if (!c->exec_us && !c->err.code)
		err_set(&c->err, -EIO, "the program's process was killed before it began");
	/* It may be running already. */
	kill(pid, SIGKILL);
	waitpid(pid, NULL, __WALL);
	fd_close(pidfd);
	fd_close(&c->listener);
	if (c->exec_errno && !lost.code) {
		res->exec_errno = c->exec_errno;
		res->end = BOX_END_NOT_STARTED;
		return 0;
	}
	*e = c->err;
	return e->code;
}

/* ---- a run ------------------------------------------------------------------------------------------------------- */

static void end_all(struct watch *r)
{
	kill(-1, SIGKILL);
	watch_reap(r, 0);
}

/* *listener is the caller's to close, when all of the run is gone. */
static int run_in(struct watch *r, const struct order_run *order, int *listener, struct err *e)
{
	static struct confinement c;
	struct err none;
	int pidfd = -1, ret;
	pid_t pid;

	if (r->w->order->processes > 1 && cgroup_meter_cpu_us(&r->w->meter, &r->group_cpu_us, &none) < 0 &&
	    none.code != -ENOENT) {
		*e = none;
		return e->code;
	}
	c = (struct confinement){ .order = order };
	pid = spawn_program(r->w, &c, &pidfd, r->result, e);
	if (pid < 0)
		return pid;
	if (!pid) {
		r->decided = r->over = true;
		return watch_conclude(r, e);
	}
	*listener = r->listener = c.listener;
	r->started_us = c.exec_us;
	ret = watch_begin(r, pid, pidfd, e);
	if (!ret)
		ret = watch_run(r, e);
	end_all(r);
	return ret ? ret : watch_conclude(r, e);
}

int run_program(struct warden *w, const struct order_run *order, struct box_result *out, struct err *e)
{
	struct box_result res = { .syscall_nr = -1 };
	struct watch r = { .w = w, .limits = order->limits, .pidfd = -1, .listener = -1, .result = &res };
	int listener = -1, ret;

	serve_end(w);
	/* Now, not when the last run ended: until here what it left can be had. */
	if (!w->order->keep_work && files_empty_work(w, e) < 0)
		return e->code;
	ret = run_in(&r, order, &listener, e);
	watch_end(&r);
	fd_close(&listener);
	files_count(w, &res);
	if (ret < 0)
		return ret;
	*out = res;
	return 0;
}
