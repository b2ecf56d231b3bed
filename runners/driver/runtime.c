/*
 * runtime: main of every function-style run, linked with one problem's driver.
 *
 * It loads the candidate's object and lets the driver call it; what that reads and writes is in data.c. It runs in the
 * box, in one process with the candidate, so it protects nothing from a candidate that means harm: it has no expected
 * answers, and all that it says is taken outside as the candidate's own word (channel.h). What it does is to keep
 * honest code from accidents. The object is loaded RTLD_LOCAL and linked -Bsymbolic, so that a `remove`, `index`,
 * `malloc` or `main` of the candidate's is its own and replaces nothing here; and the process ends by _exit once the
 * answer is out, so that no destructor or atexit handler changes how a finished test ended.
 *
 * Allocations are forwarded to the C library and only watched: one that failed tells "memory limit" from a plain
 * crash.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dlfcn.h, REG_RSP, strcasestr */
#endif

#include "channel.h"
#include "counting.h"
#include "driver.h"
#include "runtime.h"
#include "sanitized.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define POOL_BYTES          (1024u * 1024u)
#define HANDLER_STACK_BYTES (32u * 1024u)
#define STACK_GAP_BYTES     (1024u * 1024u) /* kernel: stack_guard_gap, 256 pages */
#define STACK_REACH_BYTES   (128u * 1024u)  /* how far from the stack pointer a frame's first touch may lie */

/* ---- handing over ------------------------------------------------------------------------------------------------ */

void runtime_write(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		/* The pipe is there from the start; only the candidate can have closed it. */
		if (done <= 0)
			_exit(CHANNEL_EXIT_FAULT);
		p += done;
		n -= (size_t)done;
	}
}

/* One line, in one write; safe in a signal handler. */
void runtime_note(const char *word, const char *text)
{
	char line[CHANNEL_NOTE_MAX];
	size_t n = 0;

	while (*word)
		line[n++] = *word++;
	if (text) {
		line[n++] = ' ';
		for (; *text && n + 1 < sizeof(line); text++)
			line[n++] = *text == '\n' ? ' ' : *text;
	}
	line[n++] = '\n';
	runtime_write(CHANNEL_NOTES_FD, line, n);
}

void runtime_fault(const char *fmt, ...)
{
	char text[CHANNEL_NOTE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	runtime_note(CHANNEL_FAULT, text);
	_exit(CHANNEL_EXIT_FAULT);
}

/* ---- allocations ------------------------------------------------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void runtime_note_failed_allocation(void)
{
	static bool noted;

	if (!noted) {
		noted = true;
		runtime_note(CHANNEL_ALLOC_FAILED, NULL);
		errno = ENOMEM;
	}
}

#if !SANITIZED && !COUNTED
static inline void *watched(void *p, size_t size)
{
	if (__builtin_expect(!p && size && errno == ENOMEM, 0))
		runtime_note_failed_allocation();
	return p;
}

/*
 * These definitions are in the executable, so the loader finds them before the C library's, for the candidate's
 * object and for the library itself (strdup, getline). free stays the library's: the blocks are its own.
 */
void *malloc(size_t size)
{
	return watched(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
	return watched(__libc_calloc(count, size), count && size);
}

void *realloc(void *p, size_t size)
{
	return watched(__libc_realloc(p, size), size);
}

void *reallocarray(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return watched(NULL, 1);
	}
	return realloc(p, bytes);
}

void *memalign(size_t alignment, size_t size)
{
	return watched(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return watched(__libc_memalign(alignment, size), size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
	int kept = errno;
	void *p;

	if (alignment % sizeof(void *) || !alignment || (alignment & (alignment - 1)))
		return EINVAL;
	p = watched(__libc_memalign(alignment, size), size);
	errno = kept;
	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}
#endif

#if !SANITIZED
/* Pages for the pool, zeroed; NULL: there are none. */
static void *more_pages(size_t bytes)
{
	void *p;

	if (COUNTED)
		return counting_map(bytes, -1);
	p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? NULL : p;
}

static void *take_from_pool(size_t count, size_t size)
{
	static char *pool, *pool_end;
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
		runtime_fault("the driver asks for %zu x %zu bytes", count, size);
	bytes = bytes ? (bytes + _Alignof(max_align_t) - 1) & -_Alignof(max_align_t) : _Alignof(max_align_t);
	if (bytes > (size_t)(pool_end - pool)) {
		size_t fresh = bytes > POOL_BYTES / 4 ? bytes : POOL_BYTES;
		char *p = more_pages(fresh);

		if (!p) {
			runtime_note_failed_allocation();
			_exit(CHANNEL_EXIT_NO_MEMORY);
		}
		if (fresh == bytes)
			return p;
		pool = p;
		pool_end = p + fresh;
	}
	pool += bytes;
	return pool - bytes;
}
#else
/* A block of its own, with what the sanitizer puts around it: the candidate is handed pointers into it. */
static void *take_from_pool(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p) {
		runtime_note_failed_allocation();
		_exit(CHANNEL_EXIT_NO_MEMORY);
	}
	return p;
}
#endif

void *driver_alloc(size_t count, size_t size)
{
	return take_from_pool(count, size);
}

/* ---- for the driver ---------------------------------------------------------------------------------------------- */

void driver_complain(const char *what)
{
	runtime_note(CHANNEL_COMPLAINT, what);
	_exit(CHANNEL_EXIT_COMPLAINT);
}

void driver_fence(const void *p, size_t bytes)
{
#if SANITIZED
	__asan_poison_memory_region(p, bytes);
#else
	(void)p;
	(void)bytes;
#endif
}

void driver_unfence(const void *p, size_t bytes)
{
#if SANITIZED
	__asan_unpoison_memory_region(p, bytes);
#else
	(void)p;
	(void)bytes;
#endif
}

#if !COUNTED
void driver_phase_begin(const char *name)
{
	(void)name;
}

void driver_phase_end(void)
{
}
#endif

/* ---- faults ------------------------------------------------------------------------------------------------------ */

static uintptr_t stack_low; /* the stack may grow down to here; 0 = not known */

static uintptr_t stack_pointer(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
	return (uintptr_t)context->uc_mcontext.sp;
#else
	(void)context;
	return 0;
#endif
}

/* A frame of a few pages touches the gap itself; one with a large array takes the stack pointer beyond it. */
static bool is_stack_overflow(uintptr_t address, uintptr_t sp)
{
	uintptr_t low = COUNTED ? counting_stack_low() : stack_low;

	if (!low || address >= low)
		return false;
	return address >= low - STACK_GAP_BYTES || (sp < low && address + STACK_REACH_BYTES >= sp);
}

/*
 * Says where the fault lay, then lets it happen again: SA_RESETHAND has put the default action back, so the process
 * dies of its own signal and the warden sees the truth. A signal that somebody sent has no fault to repeat and is
 * sent again.
 */
static void on_fault(int signal, siginfo_t *info, void *context)
{
	uintptr_t address = (uintptr_t)info->si_addr;

	if (info->si_code <= 0)
		raise(signal);
	else if (info->si_code == SI_KERNEL) /* x86: not an address at all, si_addr is 0 and means nothing */
		return;
	else if (address < (uintptr_t)sysconf(_SC_PAGESIZE))
		runtime_note(CHANNEL_NULL_ACCESS, NULL);
	else if (is_stack_overflow(address, stack_pointer(context)))
		runtime_note(CHANNEL_STACK_OVERFLOW, NULL);
}

/* The kernel puts the name of the executable at the very top of the stack, with one null word behind it (fs/exec.c). */
static void find_stack(void)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	struct rlimit limit;
	uintptr_t top;

	if (!name || getrlimit(RLIMIT_STACK, &limit) < 0)
		return;
	top = (uintptr_t)name + strlen(name) + 1 + sizeof(void *);
	if (limit.rlim_cur < top)
		stack_low = top - limit.rlim_cur;
}

static void watch_faults(void)
{
	static char handler_stack[HANDLER_STACK_BYTES];
	const stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof(handler_stack) };
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND };

	find_stack();
	sigemptyset(&action.sa_mask);
	if (sigaltstack(&stack, NULL) < 0 || sigaction(SIGSEGV, &action, NULL) < 0 ||
	    sigaction(SIGBUS, &action, NULL) < 0)
		runtime_fault("cannot watch for faults: %s", strerror(errno));
}

/* ---- the candidate's object -------------------------------------------------------------------------------------- */

static bool is_for_lack_of_memory(const char *error)
{
	/* Texts of the GNU loader (elf/dl-map-segments.h, elf/dl-load.c, elf/dl-reloc.c). */
	static const char *const signs[] = { "allocate memory", "failed to map segment", "cannot map zero-fill" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (strcasestr(error, signs[i]))
			return true;
	}
	return false;
}

static void *load_candidate(void)
{
	void *object = dlopen(CHANNEL_CANDIDATE, RTLD_NOW | RTLD_LOCAL);

	if (!object) {
		const char *error = dlerror();

		if (!error || !is_for_lack_of_memory(error))
			runtime_fault("%s", error ? error : "cannot load the submission");
		runtime_note_failed_allocation();
		_exit(CHANNEL_EXIT_NO_MEMORY);
	}
	for (const struct driver_function *f = driver_functions; f->name; f++) {
		*f->pointer = dlsym(object, f->name);
		if (!*f->pointer)
			runtime_fault("the submission's object has no '%s'", f->name);
	}
	return object;
}

/* ---- a fork for each test ---------------------------------------------------------------------------------------- */

/* What arrived may lie on the place of what is moved after it: first everything goes out of the way. */
static void put_in_place(int *fds, const uint32_t *places, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (fds[i] == (int)places[i] || fds[i] >= CHANNEL_FDS_MAX)
			continue;
		fds[i] = fcntl(fds[i], F_DUPFD, CHANNEL_FDS_MAX);
		if (fds[i] < 0)
			_exit(CHANNEL_EXIT_FAULT);
	}
	for (size_t i = 0; i < n; i++) {
		if (fds[i] == (int)places[i])
			continue;
		if (dup2(fds[i], (int)places[i]) < 0)
			_exit(CHANNEL_EXIT_FAULT);
		close(fds[i]);
	}
}

static void take_descriptors(void)
{
	union {
		char room[CMSG_SPACE(sizeof(int) * CHANNEL_FDS_MAX)];
		struct cmsghdr align;
	} control;
	uint32_t places[CHANNEL_FDS_MAX];
	int fds[CHANNEL_FDS_MAX];
	struct iovec iov = { places, sizeof(places) };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room)
	};
	ssize_t got = recvmsg(CHANNEL_TEST_FD, &msg, 0);
	const struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
	size_t n = got > 0 ? (size_t)got / sizeof(places[0]) : 0;

	if (!n || !c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(sizeof(int) * n))
		_exit(CHANNEL_EXIT_FAULT);
	memcpy(fds, CMSG_DATA(c), sizeof(int) * n);
	close(CHANNEL_COMMAND_FD);
	close(CHANNEL_TEST_FD);
	put_in_place(fds, places, n);
}

/*
 * Returns in each fork, when it has its descriptors. CLONE_PARENT makes the warden the parent, so that no exit of a
 * fork is waited for here; the C library has nothing registered for a fork of one thread.
 */
static void serve(void)
{
	char byte;
	long pid;

	do {
		if (read(CHANNEL_COMMAND_FD, &byte, 1) != 1)
			_exit(0);
		pid = syscall(SYS_clone, CHANNEL_CLONE_FLAGS, NULL, NULL, NULL, NULL);
		if (pid < 0)
			_exit(CHANNEL_EXIT_FAULT);
	} while (pid);
	runtime_write(CHANNEL_TEST_FD, "", 1);
	take_descriptors();
}

/* The test is over when what the candidate printed is out: its streams may do anything. */
static void run_driver(void)
{
	if (COUNTED)
		counting_run(driver_run);
	else
		driver_run();
	if (SANITIZED)
		sanitized_report_leaks();
	fflush(NULL);
	driver_flush();
}

/* Arguments: of a server CHANNEL_SERVE, then, where steps are counted, the counter's name. */
int main(int argc, char **argv)
{
	bool is_server = argc > 1 && !strcmp(argv[1], CHANNEL_SERVE);
	void *object;

	if (!is_server)
		runtime_open_input();
	if (!SANITIZED) /* the sanitizer watches for them itself */
		watch_faults();
	object = load_candidate();
	if (COUNTED)
		counting_find(object, argv[argc - 1]);
	if (is_server) {
		serve();
		runtime_open_input();
	}
	if (COUNTED)
		counting_begin();
	run_driver();
	if (COUNTED)
		counting_say();
	runtime_note(CHANNEL_DONE, NULL);
	_exit(CHANNEL_EXIT_DONE);
}
