/*
 * heap: the allocator of runs whose bytes are counted, in place of the C library's.
 *
 * Blocks come from one region at a fixed address, in the order in which they are asked for; freed ones are taken again
 * by size, last in, first out: addresses are a function of the calls alone, on each host. What is in use is counted by
 * the sizes that were asked for, with a header each. Mappings of the candidate's own count too.
 *
 * These definitions are in the executable, so the loader finds them before the library's, for the candidate's object
 * and for the library itself (strdup, getline). What the driver allocates, told by the place of the call, is not
 * counted.
 * What the calls cost in steps is no affair of this file: see charge.c.
 *
 * Memory is not given back but for large blocks, and never joined: a run is short.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mremap, MAP_FIXED_NOREPLACE */
#endif

#include "counting.h"
#include "runtime.h"

#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* Far from all that the kernel places by itself on a machine of 64 bits, and from counting.c's. */
#define HEAP_AT     UINT64_C(0x100000000000)
#define MAPPINGS_AT UINT64_C(0x200000000000)

#define HEAP_BYTES  (UINT64_C(64) << 30)
#define SPARE_BYTES (UINT64_C(8) << 20) /* of a limit of addresses, for what is no heap */
#define PAGE_BYTES  UINT64_C(4096)

static uint64_t round_up(uint64_t bytes, uint64_t to)
{
	return (bytes + to - 1) & -to;
}

/* ---- how much is in use ------------------------------------------------------------------------------------------ */

static struct {
	uint64_t live;
	uint64_t peak; /* since the phase's begin */
	uint64_t base; /* what was live there */
	uint64_t most; /* of the phases before, above their bases */
	uint64_t mapped;
} heap;

static void heap_take(uint64_t bytes)
{
	heap.live += bytes;
	if (heap.live > heap.peak)
		heap.peak = heap.live;
}

void heap_begin(void)
{
	heap.base = heap.peak = heap.live;
}

void heap_end(void)
{
	if (heap.peak - heap.base > heap.most)
		heap.most = heap.peak - heap.base;
}

uint64_t heap_most(void)
{
	return heap.most;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

#define UNIT        UINT64_C(16)
#define LARGE_BYTES (UINT64_C(256) << 10) /* of such blocks the pages are given back */
#define BLOCK_LIVE  UINT16_C(0x4c42)
#define BLOCK_FREE  UINT16_C(0x4642)
#define CLASSES     320u

/* Before each block; a free one has the next of its class where its user had his first bytes. */
struct block {
	uint64_t size;  /* that was asked for */
	uint32_t back;  /* from here to the begin of its place, in units: more than 0 behind memalign */
	uint16_t state; /* anything else: no block of ours */
	uint16_t class; /* of its place, the highest bit: not counted */
};
#define NOT_COUNTED UINT16_C(0x8000)

_Static_assert(sizeof(struct block) == UNIT, "blocks are aligned as their headers are");

static struct {
	uint64_t next, end;
	struct block *freed[CLASSES];
} region;

/* Eight sizes for each power of two, all of them up to 64 units. */
static unsigned class_of(uint64_t units, uint64_t *place)
{
	unsigned shift, steps;

	*place = units;
	if (units <= 64)
		return (unsigned)units;
	shift = 60 - (unsigned)__builtin_clzll(units - 1);
	steps = (unsigned)((units - 1) >> shift) + 1;
	*place = (uint64_t)steps << shift;
	return 64 + (shift - 3) * 8 + steps - 8;
}

/* A limit of addresses leaves less room; a limit of memory alone is met when pages are touched, as without us. */
static uint64_t region_bytes(void)
{
	static const int kinds[] = { RLIMIT_DATA, RLIMIT_AS };
	uint64_t bytes = HEAP_BYTES;
	struct rlimit limit, stack;

	if (getrlimit(RLIMIT_STACK, &stack) < 0)
		return bytes;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (getrlimit(kinds[i], &limit) < 0 || limit.rlim_cur > bytes)
			continue;
		/* The other half is the driver's, whose memory is mapped apart. */
		bytes = limit.rlim_cur > stack.rlim_cur + 3 * SPARE_BYTES
				? (limit.rlim_cur - stack.rlim_cur - SPARE_BYTES) / 2
				: SPARE_BYTES;
	}
	return bytes & -PAGE_BYTES;
}

static bool map_region(uint64_t bytes)
{
	const long flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;

	/* Its arguments are taken as long, whatever was passed. */
	return syscall(SYS_mmap, HEAP_AT, bytes, (long)(PROT_READ | PROT_WRITE), flags, -1L, 0L) == (long)HEAP_AT;
}

static void region_open(void)
{
	uint64_t bytes = region_bytes();

	while (!map_region(bytes) && bytes > PAGE_BYTES)
		bytes = bytes / 2 & -PAGE_BYTES;
	madvise((void *)HEAP_AT, bytes, MADV_NOHUGEPAGE);
	region.next = HEAP_AT;
	region.end = HEAP_AT + bytes;
}

static struct block **next_of(struct block *place)
{
	return (struct block **)(void *)(place + 1);
}

/* A place of this class, or NULL; *fresh says that its bytes are zero. */
static struct block *take_place(unsigned class, uint64_t bytes, bool *fresh)
{
	struct block *b = region.freed[class];

	*fresh = !b;
	if (b) {
		region.freed[class] = *next_of(b);
		return b;
	}
	if (!region.end)
		region_open();
	if (bytes > region.end - region.next)
		return NULL;
	b = (struct block *)region.next;
	region.next += bytes;
	return b;
}

/* Was this called by the driver or the runtime? Those are the executable. */
static bool is_own(const void *caller)
{
	extern const char __executable_start[], etext[];

	return (const char *)caller >= __executable_start && (const char *)caller < etext;
}
#define COUNTS (!is_own(__builtin_return_address(0)))

static void *take(uint64_t size, uint64_t alignment, bool counts, bool *fresh)
{
	uint64_t place, at;
	unsigned class;
	struct block *b = NULL;

	if (size < HEAP_BYTES && alignment < HEAP_BYTES) {
		uint64_t room = alignment > UNIT ? size + alignment : size;

		class = class_of((room + sizeof(*b) + UNIT - 1) / UNIT + (room == 0), &place);
		b = take_place(class, place * UNIT, fresh);
	}
	if (!b) {
		errno = ENOMEM;
		runtime_note_failed_allocation();
		return NULL;
	}
	at = round_up((uint64_t)(b + 1), alignment);
	*fresh &= at == (uint64_t)(b + 1);
	((struct block *)at)[-1] = (struct block){
		.size = size,
		.back = (uint32_t)((at - (uint64_t)(b + 1)) / UNIT),
		.state = BLOCK_LIVE,
		.class = (uint16_t)(class | (counts ? 0 : NOT_COUNTED)),
	};
	if (counts)
		heap_take(size + sizeof(*b));
	return (void *)at;
}

/* The block at `p`, which is one or ends the run, as with the library's own allocator. */
static struct block *block_at(void *p)
{
	struct block *b = (struct block *)p - 1;
	uint64_t at = (uint64_t)p;

	if (at % UNIT || at <= HEAP_AT || at >= region.next || b->state != BLOCK_LIVE)
		abort();
	return b;
}

static uint64_t place_bytes(const struct block *b)
{
	unsigned class = b->class & (unsigned)~NOT_COUNTED;
	unsigned above = class - 65;

	return UNIT * (class <= 64 ? class : (uint64_t)(above % 8 + 9) << (above / 8 + 3));
}

static void give_back(struct block *b, uint64_t bytes)
{
	uint64_t from = round_up((uint64_t)(b + 2), PAGE_BYTES), to = ((uint64_t)b + bytes) & -PAGE_BYTES;
	int kept = errno;

	if (bytes >= LARGE_BYTES)
		madvise((void *)from, to - from, MADV_DONTNEED);
	errno = kept;
}

static void release(struct block *b)
{
	unsigned class = b->class & (unsigned)~NOT_COUNTED;
	struct block *place = b - b->back;

	if (!(b->class & NOT_COUNTED))
		heap.live -= b->size + sizeof(*b);
	give_back(place, place_bytes(b));
	b->state = BLOCK_FREE;
	*next_of(place) = region.freed[class];
	region.freed[class] = place;
}

/* ---- the library's names ----------------------------------------------------------------------------------------- */

void *malloc(size_t size)
{
	bool fresh;

	return take(size, UNIT, COUNTS, &fresh);
}

void free(void *p)
{
	if (p)
		release(block_at(p));
}

void *calloc(size_t count, size_t size)
{
	uint64_t bytes;
	bool fresh;
	void *p;

	if (__builtin_mul_overflow(count, size, &bytes))
		bytes = SIZE_MAX;
	p = take(bytes, UNIT, COUNTS, &fresh);
	return p && !fresh ? memset(p, 0, bytes) : p;
}

/* The last block of the region grows where it is, as the library's own would: arrays that grow are not copied then. */
static bool grow_last(struct block *b, uint64_t size)
{
	uint64_t place;
	unsigned class;

	if (b->back || (uint64_t)b + place_bytes(b) != region.next || size >= HEAP_BYTES)
		return false;
	class = class_of((size + sizeof(*b) + UNIT - 1) / UNIT, &place);
	if (place * UNIT > region.end - (uint64_t)b)
		return false;
	region.next = (uint64_t)b + place * UNIT;
	b->class = (uint16_t)(class | (b->class & NOT_COUNTED));
	return true;
}

/* A block that changes its size counts once all the while, moved or not; of size 0 it is none, as in the library. */
static void *resize(void *p, uint64_t size, bool counts)
{
	struct block *b;
	uint64_t room, old, counted;
	bool fresh;
	void *moved;

	if (!p)
		return take(size, UNIT, counts, &fresh);
	if (!size) {
		free(p);
		return NULL;
	}
	b = block_at(p);
	old = b->size;
	counted = b->class & NOT_COUNTED ? 0 : old + sizeof(*b);
	room = place_bytes(b) - (b->back + 1) * UNIT;
	/* Its going is counted first, so that the peak does not see both. */
	heap.live -= counted;
	if (size > room ? grow_last(b, size) : size >= room / 4) {
		b->size = size;
		heap_take(counted ? size + sizeof(*b) : 0);
		return p;
	}
	moved = take(size, UNIT, counted > 0, &fresh);
	heap.live += counted;
	if (!moved)
		return NULL;
	memcpy(moved, p, old < size ? old : size);
	release(b);
	return moved;
}

void *realloc(void *p, size_t size)
{
	return resize(p, size, COUNTS);
}

void *reallocarray(void *p, size_t count, size_t size)
{
	uint64_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		bytes = SIZE_MAX;
	return resize(p, bytes, COUNTS);
}

static bool is_alignment(size_t alignment)
{
	return alignment && !(alignment & (alignment - 1));
}

void *memalign(size_t alignment, size_t size)
{
	bool fresh;

	if (!is_alignment(alignment)) {
		errno = EINVAL;
		return NULL;
	}
	return take(size, alignment > UNIT ? alignment : UNIT, COUNTS, &fresh);
}

void *aligned_alloc(size_t alignment, size_t size) __attribute__((alias("memalign")));

int posix_memalign(void **out, size_t alignment, size_t size)
{
	int kept = errno;
	bool fresh;
	void *p;

	if (!is_alignment(alignment) || alignment % sizeof(void *))
		return EINVAL;
	p = take(size, alignment > UNIT ? alignment : UNIT, COUNTS, &fresh);
	errno = kept;
	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}

void *valloc(size_t size)
{
	bool fresh;

	return take(size, PAGE_BYTES, COUNTS, &fresh);
}

void *pvalloc(size_t size)
{
	bool fresh;

	return take(round_up(size, PAGE_BYTES), PAGE_BYTES, COUNTS, &fresh);
}

size_t malloc_usable_size(void *p)
{
	return p ? block_at(p)->size : 0;
}

/* ---- mappings ---------------------------------------------------------------------------------------------------- */

static void mapped(uint64_t bytes)
{
	heap.mapped += bytes;
	heap_take(bytes);
}

static void unmapped(uint64_t bytes)
{
	if (bytes > heap.mapped)
		bytes = heap.mapped;
	heap.mapped -= bytes;
	heap.live -= bytes;
}

/* Where nobody asked for a place it is the next one of ours, or what the kernel likes if that is taken. */
void *mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	static uint64_t next = MAPPINGS_AT;
	bool counts = COUNTS, places = counts && !at;
	void *p = (void *)syscall(SYS_mmap, places ? (void *)next : at, bytes, (long)protection, (long)flags, (long)fd,
				  offset);

	if (p == MAP_FAILED || !counts)
		return p;
	if (places)
		next += round_up(bytes, PAGE_BYTES) + PAGE_BYTES;
	if (flags & MAP_ANONYMOUS)
		mapped(round_up(bytes, PAGE_BYTES));
	return p;
}

void *mmap64(void *at, size_t bytes, int protection, int flags, int fd, off_t offset) __attribute__((alias("mmap")));

int munmap(void *at, size_t bytes)
{
	int r = (int)syscall(SYS_munmap, at, bytes);

	if (r == 0 && COUNTS)
		unmapped(round_up(bytes, PAGE_BYTES));
	return r;
}

void *mremap(void *at, size_t old, size_t bytes, int flags, ...)
{
	va_list ap;
	void *to, *p;

	va_start(ap, flags);
	to = flags & MREMAP_FIXED ? va_arg(ap, void *) : NULL;
	va_end(ap);
	p = (void *)syscall(SYS_mremap, at, old, bytes, (long)flags, to);
	if (p != MAP_FAILED && COUNTS) {
		unmapped(round_up(old, PAGE_BYTES));
		mapped(round_up(bytes, PAGE_BYTES));
	}
	return p;
}

/* The end of the data segment is where the kernel says; 0 asks. */
static uint64_t set_break(uint64_t end)
{
	return (uint64_t)syscall(SYS_brk, end);
}

void *sbrk(intptr_t bytes)
{
	uint64_t old = set_break(0);

	if (bytes && set_break(old + (uint64_t)bytes) != old + (uint64_t)bytes) {
		errno = ENOMEM;
		return (void *)-1;
	}
	if (bytes > 0)
		mapped((uint64_t)bytes);
	else
		unmapped(-(uint64_t)bytes);
	return (void *)old;
}

int brk(void *end)
{
	uint64_t old = set_break(0);

	return sbrk((intptr_t)((uint64_t)end - old)) == (void *)-1 ? -1 : 0;
}
