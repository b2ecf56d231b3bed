/*
 * findings: reading what the sanitizers report.
 *
 * The text comes from the candidate's process, and the candidate may have written any of it: it is read line by line,
 * nothing of it is kept but a few numbers and the name of a file, which is compared with the candidate's own before it
 * is shown. A report that is forged accuses its author. Values that a report names ("5 + 2147483647", an address) may
 * be hidden data; none is kept.
 *
 * Facts: compiler-rt's asan_errors.cpp, asan_descriptions.cpp, sanitizer_stacktrace_printer.cpp, ubsan_diag.cpp,
 * which gcc and clang share; what drifts from version to version (words after the first ones, indents) is not looked
 * at.
 */
#include "runners/runner.h"

#include "runners/driver/channel.h"

#include <stdlib.h>
#include <string.h>

/* ---- kinds ------------------------------------------------------------------------------------------------------- */

/* What a report is known by: how the text behind "AddressSanitizer: " begins, or what a runtime error contains. */
struct kind_row {
	const char *sign;
	struct finding_kind kind;
};

#define MEMORY(sign, name, says)                          \
	{                                                 \
		sign,                                     \
		{                                         \
			name, FINDING_MEMORY, says, false \
		}                                         \
	}
#define ECHO(sign, name, class, says)           \
	{                                       \
		sign,                           \
		{                               \
			name, class, says, true \
		}                               \
	}
#define UNDEFINED(sign, name, says)                          \
	{                                                    \
		sign,                                        \
		{                                            \
			name, FINDING_UNDEFINED, says, false \
		}                                            \
	}

/* clang-format off: a kind is two lines */

static const struct kind_row memory_kinds[] = {
	MEMORY("heap-buffer-overflow", "heap-buffer-overflow",
	       "Memory beside an allocated block is read or written: an index or a length is too large or negative."),
	MEMORY("heap-use-after-free", "heap-use-after-free",
	       "A block is used after it was freed: some pointer to it was kept."),
	MEMORY("stack-buffer-overflow", "stack-buffer-overflow",
	       "Memory behind a local array or variable is read or written."),
	MEMORY("stack-buffer-underflow", "stack-buffer-underflow",
	       "Memory ahead of a local array or variable is read or written."),
	MEMORY("stack-use-after-return", "stack-use-after-return",
	       "A local variable is used after its function has returned: a pointer to it was handed out."),
	MEMORY("stack-use-after-scope", "stack-use-after-scope",
	       "A local variable is used behind the end of the block that it belongs to."),
	MEMORY("dynamic-stack-buffer-overflow", "dynamic-stack-buffer-overflow",
	       "Memory beside an array of variable length or of alloca is read or written."),
	MEMORY("global-buffer-overflow", "global-buffer-overflow",
	       "Memory beside a global or static array or variable is read or written."),
	MEMORY("attempting double-free", "double-free", "A block is freed that was freed before."),
	MEMORY("attempting free on address", "bad-free",
	       "What is freed was never allocated: it points into a block, or to something else."),
	MEMORY("stack-overflow", "stack-overflow",
	       "The stack is used up: recursion goes too deep, or local arrays are too large."),
	MEMORY("SEGV", "SEGV", "A pointer is used that points to no memory; near address 0 it is a null pointer."),
	MEMORY("BUS", "BUS", "A pointer is used that points to no memory."),
	MEMORY("FPE", "FPE", "An integer is divided by zero, or the quotient does not fit its type."),
	MEMORY("ILL", "ILL",
	       "A place is reached that the compiler took for unreachable, or __builtin_trap was called."),
	MEMORY("ABRT", "ABRT", "The program ends itself by abort, as a failed assert does."),
	MEMORY("negative-size-param", "negative-size-param", "A function like memcpy is given a negative length."),
	MEMORY("memcpy-param-overlap", "param-overlap",
	       "Source and destination of memcpy overlap; memmove allows that."),
	MEMORY("strcpy-param-overlap", "param-overlap", "Source and destination of a copy of a string overlap."),
	MEMORY("requested allocation size", "allocation-size-too-big",
	       "More memory is asked for than any machine has: the size was computed wrongly."),
	MEMORY("calloc parameters overflow", "calloc-overflow",
	       "The product of calloc's arguments does not fit a size."),
	MEMORY("out of memory", "out-of-memory", "All memory is used up."),
	MEMORY("alloc-dealloc-mismatch", "alloc-dealloc-mismatch",
	       "A block is released by another means than it was allocated with."),
	MEMORY("use-after-poison", "use-after-poison", "Memory is used that lies beside what the function was given."),
	MEMORY("unknown-crash", "memory-error", "Memory is used that must not be used."),
};

static const struct kind_row undefined_kinds[] = {
	ECHO("out of bounds for type", "index-out-of-bounds", FINDING_MEMORY,
	     "An array is indexed outside of its bounds."),
	ECHO("with insufficient space", "object-size", FINDING_MEMORY,
	     "A pointer is used for more bytes than what it points to has."),
	ECHO("misaligned address", "misaligned-pointer", FINDING_UNDEFINED,
	     "A pointer is used for a type whose alignment its address does not have."),
	ECHO("null pointer of type", "null-pointer", FINDING_UNDEFINED, "A null pointer is used."),
	ECHO("within null pointer", "null-pointer", FINDING_UNDEFINED, "A null pointer is used."),
	UNDEFINED("signed integer overflow", "signed-integer-overflow",
		  "A sum, difference or product does not fit its signed type; what comes of it is undefined."),
	UNDEFINED("negation of", "signed-integer-overflow",
		  "The smallest value of a signed type has no opposite in it."),
	ECHO("division by zero", "division-by-zero", FINDING_UNDEFINED, "An integer is divided by zero."),
	UNDEFINED("division of", "signed-integer-overflow",
		  "The smallest value of a signed type divided by -1 does not fit it."),
	UNDEFINED("shift exponent", "shift",
		  "A value is shifted by a negative number of bits, or by as many as its type has or more."),
	UNDEFINED("left shift of", "shift",
		  "A negative value is shifted left, or bits are shifted into the sign; shift an unsigned type."),
	UNDEFINED("unreachable", "unreachable", "A place is reached that was declared unreachable."),
	UNDEFINED("end of a value-returning function", "no-return-value",
		  "A function that returns a value ends without one, and the value is used."),
	UNDEFINED("variable length array bound", "vla-bound",
		  "The length of an array of variable length is zero or negative."),
	UNDEFINED("never be null", "null-argument",
		  "A null pointer is handed to a function that takes none, even where the length is zero."),
	UNDEFINED("not a valid value for type", "invalid-value",
		  "A bool holds neither 0 nor 1: it was never set, or something else lies over it."),
	UNDEFINED("pointer index expression", "pointer-overflow", "A computed pointer lies outside of all memory."),
	UNDEFINED("to null pointer", "pointer-overflow", "An offset is added to a null pointer."),
	UNDEFINED("unsigned offset to", "pointer-overflow", "A computed pointer lies outside of all memory."),
	UNDEFINED("outside the range of representable values", "float-conversion",
		  "A floating value does not fit the integer type that it is converted to."),
	UNDEFINED("which is not a valid argument", "invalid-builtin", "A bit counting function is given zero."),
	UNDEFINED("passing zero to", "invalid-builtin", "A bit counting function is given zero."),
	UNDEFINED("incorrect function type", "function-type",
		  "A function is called through a pointer of another type."),
	UNDEFINED("", "undefined-behaviour", "The C standard does not define what this does."),
};

/* What the runtime (driver/sanitized.c) and the judge find themselves. */
static const struct kind_row own_kinds[] = {
	{ "", { "leak", FINDING_LEAK, "Blocks are still allocated at the end: nobody frees them.", false } },
	MEMORY("", "ctype-argument",
	       "A function of <ctype.h> is given a value that is neither EOF nor an unsigned char: convert it."),
	MEMORY("", "memory-error", "The address sanitizer ended the program, and nothing is left of its report."),
	MEMORY("", "names-a-sanitizer",
	       "The source names parts of a sanitizer, which could hide what is wrong with it."),
};

/* clang-format on */

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

const struct finding_kind *finding_kind(const char *name)
{
	static const struct {
		const struct kind_row *rows;
		size_t n;
	} tables[] = {
		{ memory_kinds, ROWS(memory_kinds) },
		{ undefined_kinds, ROWS(undefined_kinds) },
		{ own_kinds, ROWS(own_kinds) },
	};

	for (size_t t = 0; t < ROWS(tables); t++)
		for (size_t i = 0; i < tables[t].n; i++)
			if (!strcmp(tables[t].rows[i].kind.name, name))
				return &tables[t].rows[i].kind;
	return NULL;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

struct line {
	const char *p, *end;
};

static bool begins(struct line l, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(l.end - l.p) >= n && !memcmp(l.p, word, n);
}

/* What follows the first `word` in the line; false when it is not there. */
static bool behind(struct line l, const char *word, struct line *rest)
{
	const char *at = memmem(l.p, (size_t)(l.end - l.p), word, strlen(word));

	if (at)
		*rest = (struct line){ at + strlen(word), l.end };
	return at != NULL;
}

/* A number in front of the line, which is moved behind it; false: there is none, or it does not fit. */
static bool take_number(struct line *l, unsigned base, uint64_t *out)
{
	static const char digits[] = "0123456789abcdef";
	const char *from;
	uint64_t v = 0;

	if (base == 16 && !begins(*l, "0x"))
		return false;
	if (base == 16)
		l->p += 2;
	for (from = l->p; l->p < l->end; l->p++) {
		const char *digit = *l->p ? memchr(digits, *l->p, base) : NULL;

		if (!digit)
			break;
		if (__builtin_mul_overflow(v, base, &v) || __builtin_add_overflow(v, (uint64_t)(digit - digits), &v))
			return false;
	}
	*out = v;
	return l->p > from;
}

static bool take(struct line *l, const char *word)
{
	if (!begins(*l, word))
		return false;
	l->p += strlen(word);
	return true;
}

/* NOLINTNEXTLINE(misc-redundant-expression): equal they must be */
_Static_assert(CHANNEL_OF_PROGRAM == FINDING_OF_PROGRAM, "places of programs are told apart alike");

/* ---- a report ---------------------------------------------------------------------------------------------------- */

struct reading {
	struct sighting *list;
	size_t n;
	struct sighting *report;     /* of the address sanitizer, whose lines follow; NULL: none */
	struct finding_stack *stack; /* where the frames that follow belong; NULL: nowhere */
};

static struct sighting *add(struct reading *r, const struct finding_kind *kind)
{
	struct sighting *s;

	if (r->n == SIGHTINGS_MAX)
		return NULL;
	s = &r->list[r->n++];
	*s = (struct sighting){ .kind = kind };
	return s;
}

static void begin_report(struct reading *r, struct line text)
{
	const struct finding_kind *kind = finding_kind("memory-error");

	for (size_t i = 0; i < ROWS(memory_kinds); i++) {
		if (!begins(text, memory_kinds[i].sign))
			continue;
		kind = &memory_kinds[i].kind;
		break;
	}
	r->report = add(r, kind);
	r->stack = r->report ? &r->report->access : NULL;
}

/* "    #1 0x7fadad26335e  (/box/candidate.so+0x135e)"; the executable has this name where there is no /proc. */
static void read_frame(struct reading *r, struct line l)
{
	static const char *const modules[] = { "(" CHANNEL_CANDIDATE "+", "(/proc/self/exe+", "(/box/program+" };
	struct line rest;
	uint64_t offset;

	if (!r->stack || r->stack->n == FINDING_FRAMES_MAX)
		return;
	for (size_t i = 0; i < ROWS(modules); i++) {
		if (!behind(l, modules[i], &rest) || !take_number(&rest, 16, &offset))
			continue;
		/* Frames of the runner, which is /proc/self/exe too, are told apart by the lines that they lie on. */
		r->stack->at[r->stack->n++] = i == 0 ? offset : offset | FINDING_OF_PROGRAM;
		return;
	}
}

static void read_report_line(struct reading *r, struct line l)
{
	struct line rest;

	if (begins(l, "freed by thread"))
		r->stack = &r->report->freed;
	else if (begins(l, "previously allocated by") || begins(l, "allocated by thread"))
		r->stack = &r->report->allocated;
	else if (begins(l, "Address 0x") || begins(l, "Thread T"))
		r->stack = NULL; /* the frames that follow say whose variable it is */
	else if (begins(l, "==") && behind(l, "==ABORTING", &rest))
		r->report = NULL, r->stack = NULL;
}

/* "lru_cache.c:12:5: runtime error: signed integer overflow: …" */
static void read_runtime_error(struct reading *r, struct line l, struct line text)
{
	const char *end = text.p - strlen(": runtime error: "), *colon[2] = { NULL, NULL };
	struct line number;
	struct sighting *s;
	uint64_t line, column;
	size_t row = 0, len;

	for (int i = 1; i >= 0; i--) {
		colon[i] = memrchr(l.p, ':', (size_t)((i ? end : colon[1]) - l.p));
		if (!colon[i])
			return;
	}
	len = (size_t)(colon[0] - l.p);
	number = (struct line){ colon[0] + 1, colon[1] };
	if (len == 0 || len > SOURCE_NAME_MAX || !take_number(&number, 10, &line) || number.p != number.end)
		return;
	number = (struct line){ colon[1] + 1, end };
	if (!take_number(&number, 10, &column) || number.p != number.end || line > UINT32_MAX || column > UINT32_MAX)
		return;
	while (!behind(text, undefined_kinds[row].sign, &number))
		row++;
	s = add(r, &undefined_kinds[row].kind);
	if (!s)
		return;
	memcpy(s->file, l.p, len);
	s->line = (uint32_t)line;
	s->column = (uint32_t)column;
}

static void read_leak(struct reading *r, struct line l)
{
	uint64_t bytes, blocks, at;
	struct sighting *s;

	if (!take_number(&l, 10, &bytes) || !take(&l, " ") || !take_number(&l, 10, &blocks) || !take(&l, " ") ||
	    !take_number(&l, 16, &at) || l.p != l.end || !blocks)
		return;
	s = add(r, finding_kind("leak"));
	if (!s)
		return;
	s->bytes = bytes;
	s->blocks = blocks;
	s->allocated = (struct finding_stack){ { at }, 1 };
}

static void read_ctype(struct reading *r, struct line l)
{
	struct sighting *s;
	uint64_t at;

	if (!behind(l, " ", &l) || !take_number(&l, 16, &at) || l.p != l.end)
		return;
	s = add(r, finding_kind("ctype-argument"));
	if (s)
		s->access = (struct finding_stack){ { at }, 1 };
}

static void read_line(struct reading *r, struct line l)
{
	struct line rest;

	if (begins(l, "==") && behind(l, "==ERROR: AddressSanitizer: ", &rest))
		begin_report(r, rest);
	else if (begins(l, "    #"))
		read_frame(r, l);
	else if (take(&l, CHANNEL_LEAK))
		read_leak(r, l);
	else if (take(&l, CHANNEL_CTYPE))
		read_ctype(r, l);
	else if (behind(l, ": runtime error: ", &rest))
		read_runtime_error(r, l, rest);
	else if (r->report)
		read_report_line(r, l);
}

size_t findings_parse(const char *text, size_t len, struct sighting out[SIGHTINGS_MAX])
{
	struct reading r = { .list = out };
	const char *stop = text + len;

	while (text < stop) {
		const char *end = memchr(text, '\n', (size_t)(stop - text));

		/* A last line without its end may have been cut. */
		if (!end)
			break;
		read_line(&r, (struct line){ text, end });
		text = end + 1;
	}
	return r.n;
}
