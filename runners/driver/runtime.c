/*
 * runtime: main of every function-style run, linked with one problem's driver.
 *
 * It maps the input, loads the candidate's object, lets the driver call it and hands the answer over. It runs in the
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
#include "sanitized.h"

#include <ctype.h>
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ANSWER_BUFFER_BYTES (64u * 1024u)
#define POOL_BYTES          (1024u * 1024u)
#define HEARD_BYTES         (64u * 1024u) /* of a conversation: what one read asks for lies there whole */
#define HANDLER_STACK_BYTES (32u * 1024u)
#define STACK_GAP_BYTES     (1024u * 1024u) /* kernel: stack_guard_gap, 256 pages */
#define STACK_REACH_BYTES   (128u * 1024u)  /* how far from the stack pointer a frame's first touch may lie */

static struct {
	const char *begin;
	const char *next;
	const char *end;
	bool is_heard; /* it comes from a partner, bit by bit, into `heard` */
	size_t gone;   /* bytes of it that were there before */
} input;

static char heard[HEARD_BYTES];

static struct {
	char data[ANSWER_BUFFER_BYTES];
	size_t len;
} answer;

/* ---- handing over ------------------------------------------------------------------------------------------------ */

static void write_all(int fd, const char *p, size_t n)
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
	write_all(CHANNEL_NOTES_FD, line, n);
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

static void flush_answer(void)
{
	write_all(CHANNEL_ANSWER_FD, answer.data, answer.len);
	answer.len = 0;
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

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void *map_file(int fd, size_t bytes)
{
	void *p;

	if (COUNTED)
		return counting_map(bytes, fd);
	p = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	return p == MAP_FAILED ? NULL : p;
}

/* More of what the partner says, behind what is not read yet. False: there is no more, or no partner. */
static bool hear_more(void)
{
	size_t rest = (size_t)(input.end - input.next);
	ssize_t n;

	if (!input.is_heard)
		return false;
	/* It may wait for what we have to say. */
	flush_answer();
	input.gone += (size_t)(input.next - input.begin);
	memmove(heard, input.next, rest);
	if (rest == sizeof(heard))
		runtime_fault("over %u bytes at once", HEARD_BYTES);
	do
		n = read(CHANNEL_INPUT_FD, heard + rest, sizeof(heard) - rest);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		runtime_fault("cannot hear the partner: %s", strerror(errno));
	input.begin = input.next = heard;
	input.end = heard + rest + (size_t)n;
	return n > 0;
}

/*
 * Maps rather than reads: pages that the driver does not look at cost nothing, and the input is read-only for the
 * candidate too. What was mapped stays when the descriptor is closed.
 */
static void map_input(void)
{
	struct stat st;

	if (fstat(CHANNEL_INPUT_FD, &st) == 0 && S_ISFIFO(st.st_mode)) {
		input.begin = input.next = input.end = heard;
		input.is_heard = true;
		return;
	}
	if (fstat(CHANNEL_INPUT_FD, &st) < 0 || !S_ISREG(st.st_mode))
		runtime_fault("the input is not a regular file");
	input.begin = "";
	if (st.st_size > 0)
		input.begin = map_file(CHANNEL_INPUT_FD, (size_t)st.st_size);
	if (!input.begin)
		runtime_fault("cannot map the input: %s", strerror(errno));
	input.next = input.begin;
	input.end = input.begin + st.st_size;
	close(CHANNEL_INPUT_FD);
}

void driver_bad_input(const char *expected)
{
	runtime_fault("byte %zu of the input: %s expected", input.gone + (size_t)(input.next - input.begin), expected);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

bool driver_at_end(void)
{
	do
		while (input.next < input.end && is_blank(*input.next))
			input.next++;
	while (input.next == input.end && hear_more());
	return input.next == input.end;
}

/* Is the next token there, to its end? False: at the input's end there is none. */
static bool has_token(void)
{
	size_t len = 0;

	if (driver_at_end())
		return false;
	if (!input.is_heard)
		return true;
	do
		while (len < (size_t)(input.end - input.next) && !is_blank(input.next[len]))
			len++;
	while (len == (size_t)(input.end - input.next) && hear_more());
	return true;
}

const char *driver_read_token(size_t *len)
{
	const char *token;

	if (!has_token())
		driver_bad_input("a token");
	token = input.next;
	while (input.next < input.end && !is_blank(*input.next))
		input.next++;
	*len = (size_t)(input.next - token);
	return token;
}

int64_t driver_read_i64(void)
{
	bool negative;
	int64_t v = 0;

	if (!has_token())
		driver_bad_input("a number");
	negative = *input.next == '-';
	input.next += negative;
	if (input.next == input.end || !isdigit((unsigned char)*input.next))
		driver_bad_input("a number");
	for (; input.next < input.end && isdigit((unsigned char)*input.next); input.next++) {
		int digit = *input.next - '0';

		/* Gathered below zero, where INT64_MIN has its place. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
			driver_bad_input("a number of 64 bits");
	}
	if (input.next < input.end && !is_blank(*input.next))
		driver_bad_input("the end of a number");
	if (!negative && v == INT64_MIN)
		driver_bad_input("a number of 64 bits");
	return negative ? v : -v;
}

const char *driver_read_line(size_t *len)
{
	const char *line, *end;

	do
		end = memchr(input.next, '\n', (size_t)(input.end - input.next));
	while (!end && hear_more());
	line = input.next;
	if (line == input.end)
		driver_bad_input("a line");
	*len = (size_t)((end ? end : input.end) - line);
	input.next = end ? end + 1 : input.end;
	return line;
}

const char *driver_read_bytes(size_t n)
{
	const char *p;

	while (n > (size_t)(input.end - input.next))
		if (!hear_more())
			driver_bad_input("more bytes");
	p = input.next;
	input.next += n;
	return p;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

void driver_write_bytes(const char *p, size_t n)
{
	if (n > sizeof(answer.data) - answer.len)
		flush_answer();
	if (n > sizeof(answer.data)) {
		write_all(CHANNEL_ANSWER_FD, p, n);
		return;
	}
	memcpy(answer.data + answer.len, p, n);
	answer.len += n;
}

void driver_write_char(char c)
{
	if (answer.len == sizeof(answer.data))
		flush_answer();
	answer.data[answer.len++] = c;
}

void driver_write_str(const char *s)
{
	driver_write_bytes(s, strlen(s));
}

void driver_write_i64(int64_t v)
{
	char digits[20], *p = digits + sizeof(digits);
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		*--p = '-';
	driver_write_bytes(p, (size_t)(digits + sizeof(digits) - p));
}

void driver_flush(void)
{
	flush_answer();
}

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
	write_all(CHANNEL_TEST_FD, "", 1);
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
	flush_answer();
}

/* Arguments: of a server CHANNEL_SERVE, then, where steps are counted, the counter's name. */
int main(int argc, char **argv)
{
	bool is_server = argc > 1 && !strcmp(argv[1], CHANNEL_SERVE);
	void *object;

	if (!is_server)
		map_input();
	if (!SANITIZED) /* the sanitizer watches for them itself */
		watch_faults();
	object = load_candidate();
	if (COUNTED)
		counting_find(object, argv[argc - 1]);
	if (is_server) {
		serve();
		map_input();
	}
	if (COUNTED)
		counting_begin();
	run_driver();
	if (COUNTED)
		counting_say();
	runtime_note(CHANNEL_DONE, NULL);
	_exit(CHANNEL_EXIT_DONE);
}
