/*
 * keeper_faults: the tracer.
 *
 * Processes are followed from birth (PTRACE_O_TRACEFORK and its like), and known by whose child they are and whether
 * they have executed a program. Only those whose calls matter stop at each call; the others stop at births and execs.
 *
 * A call that is to fail is turned into getpid before it is carried out, since that is a call which every filter of
 * system calls allows, and its result is then overwritten.
 *
 * A tracee's end is told to its tracer first and to its parent after that, so when nothing is left to wait for,
 * nothing of the scene is left in the system.
 */
#include "tests/support/keeper_faults.h"

#include "sandbox/base/clock.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRACEES_MAX 64
#define TICK_US     20000
#define OPTIONS                                                                                                        \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | \
	 PTRACE_O_EXITKILL)

/* ---- the machine's registers ------------------------------------------------------------------------------------- */

/* The result and the arguments that are changed; a call leaves its arguments as they were, and compilers rely on it. */
#if defined(__x86_64__)
#define RESULT rax
#define FIRST  rdi
#define THIRD  rdx
#elif defined(__aarch64__)
#define RESULT regs[0]
#define FIRST  regs[0]
#define THIRD  regs[2]
#else
#error "which registers hold the first argument, the third and the result of a call?"
#endif

static bool get_registers(pid_t pid, struct user_regs_struct *r)
{
	struct iovec iov = { r, sizeof(*r) };

	return ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov) == 0;
}

static bool set_registers(pid_t pid, struct user_regs_struct *r)
{
	struct iovec iov = { r, sizeof(*r) };

	return ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov) == 0;
}

/* Before a call is carried out: another one instead. */
static bool replace_call(pid_t pid, int nr)
{
#if defined(__aarch64__)
	struct iovec iov = { &nr, sizeof(nr) };

	return ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &iov) == 0;
#else
	struct user_regs_struct r;

	if (!get_registers(pid, &r))
		return false;
	r.orig_rax = (unsigned long long)nr;
	return set_registers(pid, &r);
#endif
}

/* ---- tracees ----------------------------------------------------------------------------------------------------- */

struct tracee {
	pid_t pid, parent;
	enum fault_role role;
	bool known;                     /* it was said whose child it is */
	bool held;                      /* it may not begin before its parent's next call */
	bool waiting;                   /* it has stopped for the first time, and waits for one of these */
	long nr;                        /* of the call that it is in */
	bool failing;                   /* that call's result is to be overwritten */
	bool changed;                   /* that call's arguments were changed */
	struct user_regs_struct before; /* then: what they were */
	bool landlock;
};

struct tracer {
	const struct fault_scene *scene;
	const struct fault_plan *plan;
	struct fault_log *log;
	struct fault_result *out;
	struct tracee tracees[TRACEES_MAX];
	size_t n_tracees, n_calls;
	struct err *e; /* code 0 while all is well */
};

static struct tracee *find(struct tracer *t, pid_t pid)
{
	for (size_t i = 0; i < t->n_tracees; i++)
		if (t->tracees[i].pid == pid)
			return &t->tracees[i];
	return NULL;
}

static struct tracee *add(struct tracer *t, pid_t pid)
{
	struct tracee *p = &t->tracees[t->n_tracees];

	if (t->n_tracees == TRACEES_MAX) {
		err_set(t->e, -EMFILE, "more than %d processes", TRACEES_MAX);
		return NULL;
	}
	t->n_tracees++;
	*p = (struct tracee){ .pid = pid };
	return p;
}

static void forget(struct tracer *t, struct tracee *p)
{
	*p = t->tracees[--t->n_tracees];
}

/* Is there any use in its stopping at each call? */
static bool calls_matter(const struct tracer *t, const struct tracee *p)
{
	if (p->role == FAULT_PROGRAM)
		return false;
	return t->log || p->failing || p->changed || p->role == FAULT_CHILD ||
	       (p->role == t->plan->role && !t->out->fired);
}

static void resume(const struct tracer *t, const struct tracee *p, int signal)
{
	ptrace(calls_matter(t, p) ? PTRACE_SYSCALL : PTRACE_CONT, p->pid, 0, signal);
}

/* ---- births and execs -------------------------------------------------------------------------------------------- */

static enum fault_role role_of_child(enum fault_role parent)
{
	switch (parent) {
	case FAULT_JUDGE:
		return FAULT_JUDGE; /* until its exec */
	case FAULT_KEEPER:
		return FAULT_WARDEN;
	case FAULT_WARDEN:
		return FAULT_CHILD;
	default:
		return FAULT_PROGRAM;
	}
}

static void let_begin(const struct tracer *t, struct tracee *child)
{
	child->held = false;
	if (child->waiting)
		resume(t, child, 0);
	child->waiting = false;
}

/* The children of this parent, or of all others. */
static void let_children_begin(struct tracer *t, pid_t parent, bool others)
{
	for (size_t i = 0; i < t->n_tracees; i++)
		if (t->tracees[i].held && (t->tracees[i].parent == parent) != others)
			let_begin(t, &t->tracees[i]);
}

/*
 * Where the parent is to be killed its children are held back until its next call: one that has not done anything yet
 * when its parent dies is the worst case. Who made a child by vfork has no next call.
 */
static void on_birth(struct tracer *t, const struct tracee *p, bool by_vfork)
{
	struct tracee *child;
	unsigned long pid = 0;

	if (ptrace(PTRACE_GETEVENTMSG, p->pid, 0, &pid) < 0 || !pid)
		return; /* killed meanwhile */
	child = find(t, (pid_t)pid);
	if (!child)
		child = add(t, (pid_t)pid);
	if (!child)
		return;
	child->parent = p->pid;
	child->role = role_of_child(p->role);
	child->known = true;
	child->held = !by_vfork && t->plan->kind == FAULT_KILL && p->role == t->plan->role && !t->out->fired;
	if (!child->held)
		let_begin(t, child);
}

static void on_exec(struct tracer *t, struct tracee *p)
{
	const struct tracee *warden = find(t, p->parent);

	if (p->role == FAULT_JUDGE) {
		p->role = FAULT_KEEPER;
		if (t->out->n_keepers < FAULT_KEEPERS_MAX)
			t->out->keepers[t->out->n_keepers++] = p->pid;
	} else if (p->role == FAULT_CHILD) {
		const struct fault_program seen = { p->pid, p->parent, warden ? warden->parent : 0, p->landlock };

		p->role = FAULT_PROGRAM;
		t->scene->program(t->scene->arg, &seen);
	}
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

/* Process ids are others each time. */
static void hide_numbers(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (*from < '0' || *from > '9')
			*to++ = *from;
		else if (to == text || to[-1] != '#')
			*to++ = '#';
	}
	*to = 0;
}

/* By words, which a tracer may always read of one that lets itself be looked at. */
static void read_path(pid_t pid, unsigned long at, char out[FAULT_LABEL_MAX])
{
	size_t n = 0;

	out[0] = 0;
	while (at && n < FAULT_LABEL_MAX - sizeof(long)) {
		long word;

		errno = 0;
		word = ptrace(PTRACE_PEEKDATA, pid, at + n, 0);
		if (errno) {
			memcpy(out, "?", 2);
			return;
		}
		memcpy(out + n, &word, sizeof(word));
		if (memchr(out + n, 0, sizeof(word)))
			return;
		n += sizeof(word);
	}
	out[n] = 0;
}

/* Where the descriptor leads; of a long name the end says more. */
static void read_link(pid_t pid, unsigned long fd, char out[FAULT_LABEL_MAX])
{
	char path[64], link[1024];
	size_t len, from;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd/%lu", (int)pid, fd);
	n = readlink(path, link, sizeof(link) - 1);
	if (n < 0) {
		memcpy(out, "?", 2);
		return;
	}
	link[n] = 0;
	hide_numbers(link);
	/* "pipe:[1234]" is another one each time. */
	len = link[0] == '/' ? strlen(link) : strcspn(link, ":");
	from = len < FAULT_LABEL_MAX ? 0 : len - FAULT_LABEL_MAX + 1;
	memcpy(out, link + from, len - from);
	out[len - from] = 0;
}

static void label(const struct tracee *p, const struct __ptrace_syscall_info *info, struct fault_call *call)
{
	const struct fault_known *known = call->known;
	unsigned long argument = (unsigned long)info->entry.args[known->argument];

	switch (known->about) {
	case FAULT_ABOUT_NUMBER:
		snprintf(call->label, sizeof(call->label), "%d", (int)argument);
		break;
	case FAULT_ABOUT_PATH:
		read_path(p->pid, argument, call->label);
		hide_numbers(call->label);
		/* fstat is newfstatat with an empty path. */
		if (known->nr == SYS_newfstatat && !call->label[0])
			read_link(p->pid, (unsigned long)info->entry.args[0], call->label);
		break;
	case FAULT_ABOUT_FD:
		read_link(p->pid, argument, call->label);
		break;
	case FAULT_ABOUT_NOTHING:
		break;
	}
}

/* Is it the one that the plan means? */
static bool is_planned(struct tracer *t, const struct tracee *p, const struct __ptrace_syscall_info *info,
		       struct fault_call *call)
{
	const struct fault_plan *plan = t->plan;

	if (!plan->nth || p->role != plan->role || call->known != plan->call.known)
		return false;
	label(p, info, call);
	return !strcmp(call->label, plan->call.label) && ++t->n_calls == plan->nth;
}

static bool change_arguments(struct tracee *p, bool memory)
{
	struct user_regs_struct r;

	if (!get_registers(p->pid, &r))
		return false;
	p->before = r;
	p->changed = true;
	/* brk has no errno: it returns the end that there is, as it does when it is asked for nothing (brk(2)). */
	if (memory)
		r.FIRST = 0;
	else
		r.THIRD = 1;
	return set_registers(p->pid, &r);
}

static bool let_fail(struct tracer *t, struct tracee *p, const struct fault_known *known)
{
	t->out->error = known->errors[t->plan->variant];
	if (known->nr == SYS_brk)
		return change_arguments(p, true);
	p->failing = true;
	return known->done || replace_call(p->pid, SYS_getpid);
}

static void fire(struct tracer *t, struct tracee *p, const struct fault_known *known)
{
	enum fault_kind kind = t->plan->kind;
	bool done;

	if ((kind == FAULT_ERRNO && !known->errors[t->plan->variant]) || (kind == FAULT_SHORT && !known->cuts))
		return;
	t->out->fired = true;
	done = kind == FAULT_ERRNO   ? let_fail(t, p, known)
	       : kind == FAULT_SHORT ? change_arguments(p, false)
				     : kill(p->pid, SIGKILL) == 0;
	if (!done)
		err_errno(t->e, "change a call of the %s", fault_role_name(p->role));
}

/* Its result, and the arguments as they were. */
static bool finish_call(const struct tracer *t, struct tracee *p)
{
	struct user_regs_struct r;
	unsigned long long result;

	if (!get_registers(p->pid, &r))
		return errno == ESRCH; /* killed meanwhile */
	result = p->failing ? -(unsigned long long)t->out->error : r.RESULT;
	if (p->changed) {
		r.FIRST = p->before.FIRST;
		r.THIRD = p->before.THIRD;
	}
	r.RESULT = result;
	p->failing = p->changed = false;
	return set_registers(p->pid, &r) || errno == ESRCH;
}

static void on_entry(struct tracer *t, struct tracee *p, const struct __ptrace_syscall_info *info)
{
	struct fault_call call = { .known = fault_known((long)info->entry.nr) };

	p->nr = (long)info->entry.nr;
	if (!*t->scene->open || (p->role == FAULT_JUDGE && !*t->scene->inside))
		return;
	if (!call.known) {
		err_set(t->e, -ENOSYS, "the %s makes system call %ld: how can it fail?", fault_role_name(p->role),
			p->nr);
		return;
	}
	if (t->log && t->log->n[p->role] < FAULT_CALLS_MAX) {
		label(p, info, &call);
		t->log->calls[p->role][t->log->n[p->role]++] = call;
	}
	if (is_planned(t, p, info, &call))
		fire(t, p, call.known);
}

static void on_call(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info = { 0 };

	if (ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof(info), &info) < 0)
		return; /* killed meanwhile */
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
		on_entry(t, p, &info);
		let_children_begin(t, p->pid, t->out->fired);
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT && (p->failing || p->changed)) {
		if (!finish_call(t, p))
			err_errno(t->e, "change a result of the %s", fault_role_name(p->role));
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT && p->nr == SYS_landlock_restrict_self) {
		p->landlock = info.exit.rval == 0;
	}
}

/* ---- playing ----------------------------------------------------------------------------------------------------- */

static void on_stop(struct tracer *t, pid_t pid, int status)
{
	struct tracee *p = find(t, pid);
	int signal = WSTOPSIG(status), event = status >> 16;

	if (!p)
		p = add(t, pid);
	if (!p)
		return;
	if (!p->known || p->held) {
		p->waiting = true;
		return;
	}
	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		on_birth(t, p, event == PTRACE_EVENT_VFORK);
		signal = 0;
		break;
	case PTRACE_EVENT_EXEC:
		on_exec(t, p);
		signal = 0;
		break;
	case PTRACE_EVENT_STOP:
		signal = 0;
		break;
	default:
		if (signal == (SIGTRAP | 0x80)) {
			on_call(t, p);
			signal = 0;
		}
	}
	resume(t, p, signal);
}

static void kill_all(const struct tracer *t)
{
	for (size_t i = 0; i < t->n_tracees; i++)
		kill(t->tracees[i].pid, SIGKILL);
}

/* Until nothing is left to wait for. */
static void follow(struct tracer *t, pid_t judge)
{
	uint64_t until = clock_mono_us() + UINT64_C(1000) * t->scene->limit_ms;
	bool ended = false;

	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL);

		if (pid < 0 && errno == ECHILD)
			return;
		if (pid > 0 && WIFSTOPPED(status))
			on_stop(t, pid, status);
		if (pid > 0 && !WIFSTOPPED(status) && find(t, pid)) {
			forget(t, find(t, pid));
			let_children_begin(t, pid, false);
		}
		if (pid == judge && !WIFSTOPPED(status)) {
			t->out->status = status;
			ended = true;
			until = clock_mono_us() + UINT64_C(1000) * t->scene->limit_ms / 5;
		}
		if (clock_mono_us() > until && t->n_tracees) {
			if (ended)
				t->out->left = (unsigned)t->n_tracees;
			else
				t->out->timed_out = true;
			kill_all(t);
			until = UINT64_MAX;
		}
		if (t->e->code)
			kill_all(t);
	}
}

static void nothing(int signal)
{
	(void)signal;
}

static pid_t start_judge(const struct fault_scene *scene)
{
	int gate[2];
	pid_t pid;
	char go;

	if (pipe2(gate, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (!pid) {
		close(gate[1]);
		if (read(gate[0], &go, 1) != 1)
			_exit(2);
		close(gate[0]);
		scene->judge(scene->arg);
		_exit(0);
	}
	close(gate[0]);
	if (pid > 0 && (ptrace(PTRACE_SEIZE, pid, 0, OPTIONS) < 0 || write(gate[1], "", 1) != 1)) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	close(gate[1]);
	return pid;
}

int fault_play(const struct fault_scene *scene, const struct fault_plan *plan, struct fault_log *log,
	       struct fault_result *out, struct err *e)
{
	const struct itimerval tick = { { 0, TICK_US }, { 0, TICK_US } }, none = { 0 };
	const struct sigaction wake = { .sa_handler = nothing };
	struct tracer t = { .scene = scene, .plan = plan, .log = log, .out = out, .e = e };
	struct sigaction before;
	struct tracee *first;
	pid_t judge;

	*out = (struct fault_result){ 0 };
	err_clear(e);
	if (log)
		memset(log->n, 0, sizeof(log->n));
	judge = start_judge(scene);
	if (judge < 0)
		return err_errno(e, "trace");
	first = add(&t, judge);
	first->known = true;
	/* It was seized running, so it stops at calls only from the next stop on. */
	ptrace(PTRACE_INTERRUPT, judge, 0, 0);
	sigaction(SIGALRM, &wake, &before);
	setitimer(ITIMER_REAL, &tick, NULL);
	follow(&t, judge);
	setitimer(ITIMER_REAL, &none, NULL);
	sigaction(SIGALRM, &before, NULL);
	return e->code;
}

bool fault_possible(void)
{
	int status = 0;
	pid_t pid;

	pid = fork();
	if (!pid)
		_exit(ptrace(PTRACE_TRACEME, 0, 0, 0) < 0);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}
