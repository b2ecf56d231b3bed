/*
 * sanitized: linked into what is built with the address sanitizer; sets it up, and finds what it does not.
 *
 * Set up: a box has no /proc, from which the sanitizer would take its options and the bounds of the stack, so both are
 * given here. Without the bounds it would record one frame of an allocation, which lies in itself.
 *
 * Leaks: LeakSanitizer needs another process and /proc, and takes what a global still points to for used. Here the
 * blocks that were allocated and not freed are kept in a table; when the driver has returned, or a program with a main
 * ends, those count whose allocation was called by the candidate's own code. Blocks that a library function allocates
 * for itself (the buffer of a stream) do not; what it allocates for its caller (getline) does, for which these few
 * functions are defined here ahead of the library's.
 *
 * Arguments of <ctype.h>: glibc's tables reach down to -128, so that a negative char passes unseen. The definitions
 * here stand ahead of the library's and report what is neither EOF nor an unsigned char.
 *
 * What it writes is taken outside as the candidate's own word: that one shares the process.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dl_iterate_phdr */
#endif
#define __NO_CTYPE /* functions, no macros */

/* In one text with them, where a program of a candidate's own headers is checked. */
#ifndef JUDGE_RUNNERS_DRIVER_SANITIZED_H
#include "sanitized.h"
#endif
#ifndef JUDGE_RUNNERS_DRIVER_CHANNEL_H
#include "channel.h"
#endif

#include <ctype.h>
#include <dlfcn.h>
#include <link.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define FIRST_SLOTS 4096u
#define SITES_MAX   64u
#define FRAMES_MAX  8u /* as malloc_context_size says */
#define STREAMS_MAX 16u

/* What stands ahead of the library's functions; a program may have functions of its own by these names. */
#define AHEAD __attribute__((weak))

/* Declared here, since not every compiler has the headers where its libraries are (sanitizer/asan_interface.h). */
void __sanitizer_on_print(const char *text);
void __sanitizer_start_switch_fiber(void **fake_stack, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *fake_stack, const void **bottom, size_t *size);
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
					      void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *p);
size_t __asan_get_alloc_stack(void *p, void **trace, size_t size, int *thread);
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

/*
 * handle_*=2: the candidate's own handlers do not take the signals away. The size of an allocation is the candidate's
 * to choose: NULL is an answer to it, as in the plain run. The exit code is CHANNEL_EXIT_UNSOUND.
 */
const char *__asan_default_options(void)
{
	return "exitcode=119:detect_leaks=0:symbolize=0:allocator_may_return_null=1:detect_stack_use_after_return=1:"
	       "malloc_context_size=8:quarantine_size_mb=16:"
	       "handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=2:"
	       "print_summary=0:print_legend=0:print_cmdline=0:color=never";
}

/* It goes on behind what it found, so that each run shows all. */
const char *__ubsan_default_options(void)
{
	return "halt_on_error=0:print_stacktrace=0:symbolize=0:color=never";
}

static bool is_set_up;

static void say(const char *line, size_t len)
{
	/* Nothing can be done about a descriptor that the candidate has closed. */
	if (write(CHANNEL_REPORT_FD, line, len) < 0)
		return;
}

/*
 * Called with all that a sanitizer prints on standard error, where it is one with what the candidate prints. (gcc's two
 * libraries have a descriptor for reports each, and one resets the other's.) The first lines come when no memory can
 * be checked yet; they are about /proc.
 */
__attribute__((no_sanitize_address)) void __sanitizer_on_print(const char *text)
{
	if (!is_set_up)
		return;
	say(text, strlen(text));
}

/* ---- the candidate's code ---------------------------------------------------------------------------------------- */

static uintptr_t code_base, code_begin, code_end; /* 0: not loaded yet */

/* Of the driver: a program with a main of its own has none, and is the candidate itself. */
extern void driver_run(void) __attribute__((weak));

/* The executable, which comes first, has an empty name. */
static int look_at_module(struct dl_phdr_info *info, size_t size, void *arg)
{
	(void)size;
	(void)arg;
	if (strcmp(info->dlpi_name, driver_run ? CHANNEL_CANDIDATE : "") != 0)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		code_base = info->dlpi_addr;
		code_begin = info->dlpi_addr + p->p_vaddr;
		code_end = code_begin + p->p_memsz;
	}
	return 1;
}

/* Does the call that returns to `pc` stand there? */
static bool is_candidates(uintptr_t pc)
{
	if (!code_end)
		dl_iterate_phdr(look_at_module, NULL);
	return pc > code_begin && pc <= code_end;
}

/* The place of the call that returns to `pc`, as it is reported. */
static size_t offset_of(uintptr_t pc)
{
	return (size_t)(pc - 1 - code_base) | (driver_run ? 0 : CHANNEL_OF_PROGRAM);
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct block {
	uintptr_t p;     /* 0: a free slot */
	uintptr_t owner; /* the call in the candidate's code that it was allocated for; 0: the sanitizer knows */
};

/* A set of addresses, open addressing; what is removed leaves no mark: the blocks behind it move up. */
static struct {
	struct block *slots;
	size_t mask; /* number of slots, a power of two, less 1 */
	size_t n;
	bool full; /* there was no memory for more: nothing is said */
} blocks;

static size_t slot_of(uintptr_t p)
{
	return (size_t)((p >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20) & blocks.mask;
}

static void insert(struct block block)
{
	size_t i = slot_of(block.p);

	while (blocks.slots[i].p)
		i = (i + 1) & blocks.mask;
	blocks.slots[i] = block;
	blocks.n++;
}

static void grow(void)
{
	struct block *old = blocks.slots;
	size_t n_old = old ? blocks.mask + 1 : 0, n = n_old ? 2 * n_old : FIRST_SLOTS;
	void *p = mmap(NULL, n * sizeof(*old), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		blocks.full = true;
		return;
	}
	blocks.slots = p;
	blocks.mask = n - 1;
	blocks.n = 0;
	for (size_t i = 0; i < n_old; i++)
		if (old[i].p)
			insert(old[i]);
	if (old)
		munmap(old, n_old * sizeof(*old));
}

static void on_malloc(const volatile void *p, size_t size)
{
	(void)size;
	if (!p || blocks.full)
		return;
	if (!blocks.slots || blocks.n >= blocks.mask / 2)
		grow();
	if (!blocks.full)
		insert((struct block){ (uintptr_t)p, 0 });
}

/* The slot of a block, or NULL. */
static struct block *find(uintptr_t p)
{
	size_t i;

	if (!p || !blocks.slots)
		return NULL;
	for (i = slot_of(p); blocks.slots[i].p != p; i = (i + 1) & blocks.mask)
		if (!blocks.slots[i].p)
			return NULL;
	return &blocks.slots[i];
}

static void on_free(const volatile void *p)
{
	struct block *b = find((uintptr_t)p);
	size_t i, hole;

	if (!b)
		return;
	hole = (size_t)(b - blocks.slots);
	for (i = (hole + 1) & blocks.mask; blocks.slots[i].p; i = (i + 1) & blocks.mask) {
		size_t home = slot_of(blocks.slots[i].p);

		if (((i - home) & blocks.mask) < ((i - hole) & blocks.mask))
			continue;
		blocks.slots[hole] = blocks.slots[i];
		hole = i;
	}
	blocks.slots[hole].p = 0;
	blocks.n--;
}

/* ---- blocks that the library allocates for its caller ------------------------------------------------------------ */

static void *library(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static void give(const void *block, uintptr_t caller)
{
	struct block *b = is_candidates(caller) ? find((uintptr_t)block) : NULL;

	if (b)
		b->owner = caller;
}

/* The sanitizer's own strndup allocates one frame deeper than its strdup. */
AHEAD char *strndup(const char *s, size_t n)
{
	char *(*real)(const char *, size_t) = library("strndup");
	char *copy = real ? real(s, n) : NULL;

	give(copy, (uintptr_t)__builtin_return_address(0));
	return copy;
}

static ssize_t read_until(char **line, size_t *size, int end, FILE *f, void *caller)
{
	ssize_t (*real)(char **, size_t *, int, FILE *) = library("getdelim");
	ssize_t n;

	if (!real)
		return -1;
	n = real(line, size, end, f);
	if (line)
		give(*line, (uintptr_t)caller);
	return n;
}

/* By another name here: some headers define it, for inlining, and cannot be told afterwards that it is weak. */
ssize_t any_getline(char **line, size_t *size, FILE *f) __asm__("getline");
AHEAD ssize_t any_getline(char **line, size_t *size, FILE *f)
{
	return read_until(line, size, '\n', f, __builtin_return_address(0));
}

AHEAD ssize_t getdelim(char **line, size_t *size, int end, FILE *f)
{
	return read_until(line, size, end, f, __builtin_return_address(0));
}

/* What <stdio.h> makes of getline where it is compiled with optimisation. */
ssize_t __getdelim(char **line, size_t *size, int end, FILE *f);
AHEAD ssize_t __getdelim(char **line, size_t *size, int end, FILE *f)
{
	return read_until(line, size, end, f, __builtin_return_address(0));
}

static int print_block(char **text, const char *format, va_list ap, void *caller)
{
	int (*real)(char **, const char *, va_list) = library("vasprintf");
	int n;

	if (!real)
		return -1;
	n = real(text, format, ap);
	if (n >= 0)
		give(*text, (uintptr_t)caller);
	return n;
}

AHEAD int vasprintf(char **text, const char *format, va_list ap)
{
	return print_block(text, format, ap, __builtin_return_address(0));
}

AHEAD int asprintf(char **text, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = print_block(text, format, ap, __builtin_return_address(0));
	va_end(ap);
	return n;
}

/* A stream into memory hands its block over when it is closed, in a size and at a place of that time. */
static struct {
	FILE *f;
	char **text;
	uintptr_t owner;
} streams[STREAMS_MAX];

AHEAD FILE *open_memstream(char **text, size_t *size)
{
	FILE *(*real)(char **, size_t *) = library("open_memstream");
	uintptr_t caller = (uintptr_t)__builtin_return_address(0);
	FILE *f = real ? real(text, size) : NULL;
	size_t i = 0;

	give(f, caller);
	while (i < STREAMS_MAX && streams[i].f)
		i++;
	if (f && i < STREAMS_MAX) {
		streams[i].f = f;
		streams[i].text = text;
		streams[i].owner = caller;
	}
	return f;
}

AHEAD int fclose(FILE *f)
{
	int (*real)(FILE *) = library("fclose");
	int r = real ? real(f) : EOF;

	for (size_t i = 0; f && i < STREAMS_MAX; i++) {
		if (streams[i].f != f)
			continue;
		streams[i].f = NULL;
		give(*streams[i].text, streams[i].owner);
	}
	return r;
}

/* ---- leaks ------------------------------------------------------------------------------------------------------- */

struct site {
	uintptr_t pc;
	size_t bytes, blocks;
};

/*
 * The caller of malloc, calloc, realloc, strdup, if it is the candidate's code: the frame behind the sanitizer's own,
 * which is the first.
 */
static uintptr_t allocated_at(const struct block *b)
{
	void *trace[FRAMES_MAX];
	int thread;
	size_t n;

	if (b->owner)
		return b->owner;
	n = __asan_get_alloc_stack((void *)b->p, trace, FRAMES_MAX, &thread);
	return n >= 2 && is_candidates((uintptr_t)trace[1]) ? (uintptr_t)trace[1] : 0;
}

void sanitized_report_leaks(void)
{
	struct site sites[SITES_MAX];
	size_t n = 0;
	char line[128];

	for (size_t i = 0; blocks.slots && !blocks.full && i <= blocks.mask; i++) {
		uintptr_t pc = blocks.slots[i].p ? allocated_at(&blocks.slots[i]) : 0;
		size_t k = 0;

		while (pc && k < n && sites[k].pc != pc)
			k++;
		if (!pc || k == SITES_MAX)
			continue;
		if (k == n)
			sites[n++] = (struct site){ .pc = pc };
		sites[k].bytes += __sanitizer_get_allocated_size((void *)blocks.slots[i].p);
		sites[k].blocks++;
	}
	for (size_t k = 0; k < n; k++)
		say(line, (size_t)snprintf(line, sizeof(line), CHANNEL_LEAK "%zu %zu 0x%zx\n", sites[k].bytes,
					   sites[k].blocks, offset_of(sites[k].pc)));
}

/* Of a program: behind its own destructors and what it has given to atexit. */
__attribute__((destructor(101))) static void report_at_the_end(void)
{
	if (!driver_run)
		sanitized_report_leaks();
}

/* ---- ctype ------------------------------------------------------------------------------------------------------- */

static void check_argument(const char *function, int c, void *caller)
{
	static uintptr_t seen[SITES_MAX];
	uintptr_t pc = (uintptr_t)caller;
	char line[128];
	size_t i = 0;

	if ((c >= EOF && c <= UINT8_MAX) || !is_candidates(pc))
		return;
	while (i < SITES_MAX && seen[i] && seen[i] != pc)
		i++;
	if (i == SITES_MAX || seen[i] == pc)
		return;
	seen[i] = pc;
	say(line, (size_t)snprintf(line, sizeof(line), CHANNEL_CTYPE "%s 0x%zx\n", function, offset_of(pc)));
}

/* The answer is the library's, which reads its table from -128 on. */
static bool in_table(int c)
{
	return c >= INT8_MIN && c <= UINT8_MAX;
}

#define CLASSIFIES(name, bit)                                                           \
	AHEAD int name(int c)                                                           \
	{                                                                               \
		check_argument(#name, c, __builtin_return_address(0));                  \
		return in_table(c) ? (*__ctype_b_loc())[c] & (unsigned short)(bit) : 0; \
	}
#define CONVERTS(name, table)                                          \
	AHEAD int name(int c)                                          \
	{                                                              \
		check_argument(#name, c, __builtin_return_address(0)); \
		return in_table(c) ? (*table())[c] : c;                \
	}

CLASSIFIES(isalnum, _ISalnum)
CLASSIFIES(isalpha, _ISalpha)
CLASSIFIES(isblank, _ISblank)
CLASSIFIES(iscntrl, _IScntrl)
CLASSIFIES(isdigit, _ISdigit)
CLASSIFIES(isgraph, _ISgraph)
CLASSIFIES(islower, _ISlower)
CLASSIFIES(isprint, _ISprint)
CLASSIFIES(ispunct, _ISpunct)
CLASSIFIES(isspace, _ISspace)
CLASSIFIES(isupper, _ISupper)
CLASSIFIES(isxdigit, _ISxdigit)
CONVERTS(tolower, __ctype_tolower_loc)
CONVERTS(toupper, __ctype_toupper_loc)

/* ---- set up ------------------------------------------------------------------------------------------------------ */

/*
 * The kernel puts the name of the executable at the very top of the stack, with one null word behind it (fs/exec.c).
 * To "switch" to the stack that is in use already is how its bounds can be told.
 */
static void tell_stack(void)
{
	const char *name = (const char *)getauxval(AT_EXECFN);
	struct rlimit limit;
	void *fake_stack;
	uintptr_t top;

	if (!name || getrlimit(RLIMIT_STACK, &limit) < 0)
		return;
	top = (uintptr_t)name + strlen(name) + 1 + sizeof(void *);
	if (limit.rlim_cur >= top)
		return;
	__sanitizer_start_switch_fiber(&fake_stack, (const void *)(top - limit.rlim_cur), limit.rlim_cur);
	__sanitizer_finish_switch_fiber(fake_stack, NULL, NULL);
}

__attribute__((constructor)) static void set_up(void)
{
	tell_stack();
	__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
	is_set_up = true;
}
