/*
 * driver: what the driver of a function-style problem includes.
 *
 * A driver reads one test, calls the candidate's functions and writes what they returned; it decides nothing, since
 * it runs in the candidate's own process and is as little to be trusted as the candidate. The checker compares
 * outside. The runtime (runtime.c) has main: it loads the candidate's object, fills the function pointers, reads the
 * input, calls driver_run and hands the answer over.
 *
 *	static void *(*create)(int capacity);
 *
 *	const struct driver_function driver_functions[] = {
 *		{ "lRUCacheCreate", (void **)&create },
 *		{ NULL, NULL },
 *	};
 *
 *	void driver_run(void)
 *	{
 *		void *cache = create((int)driver_read_i64());
 *		…
 *	}
 *
 * Types that the candidate defines are void * here. Standard output and input of the process are not ours: the input
 * comes and the answer goes through descriptors of their own, so that a printf of the candidate's disturbs nothing.
 */
#ifndef JUDGE_RUNNERS_DRIVER_DRIVER_H
#define JUDGE_RUNNERS_DRIVER_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct driver_function {
	const char *name;
	void **pointer; /* filled before driver_run */
};

/* Defined by the driver: all functions that it calls, ended by { NULL, NULL }. */
extern const struct driver_function driver_functions[];
/* Defined by the driver: one whole test. */
void driver_run(void);

/*
 * Reading: the input is whole in memory (mapped read-only) before driver_run. Blanks, tabs and newlines separate
 * tokens. An input that is not as the driver expects is a fault of the package, found when the tests are made: these
 * end the run with a note that says what was expected.
 */
bool driver_at_end(void); /* only blanks are left */
int64_t driver_read_i64(void);
const char *driver_read_token(size_t *len); /* points into the input; not NUL-terminated */
const char *driver_read_line(size_t *len);  /* the rest of the line without "\n"; the next read starts behind it */
const char *driver_read_bytes(size_t n);    /* exactly n bytes from here, any values */
/* The same end for what only the driver can see: "byte 12 of the input: an operation expected". */
_Noreturn void driver_bad_input(const char *expected);

/*
 * In an interactive problem the input is what the validator says, and a read waits for it; what was written goes out
 * before. So does driver_at_end, which is true when the validator has ended. What is read at once (a token, a line) has
 * at most 64 KiB, and a pointer into it is good until the next read.
 */

/* Writing: appended to the answer, handed over when driver_run returns or when 64 KiB have gathered. */
void driver_write_i64(int64_t v);
void driver_write_str(const char *s);
void driver_write_bytes(const char *p, size_t n);
void driver_write_char(char c);
/* … or now: for a validator that has nothing to answer. */
void driver_flush(void);

/*
 * The candidate broke the contract in a way that the driver sees ("the list was changed", "returnSize is negative"):
 * ends the run, WA with this text. Never put values of the input into it.
 */
_Noreturn void driver_complain(const char *what);

/*
 * What lies between begin and end belongs to the phase of that name (a string of the driver's, "lookups"), of which a
 * size family can be about; everything else then costs nothing. Phases do not overlap; one may come again and again,
 * and its ticks add up. Without steps to count they do nothing. Call them in the function that calls the candidate's.
 */
void driver_phase_begin(const char *name);
void driver_phase_end(void);

/*
 * Memory for the driver's own needs, not charged to the candidate where costs are counted; zeroed, released at the
 * end. NULL never: the run ends.
 */
void *driver_alloc(size_t count, size_t size);

/*
 * These bytes of the driver's lie beside what the candidate is given: until driver_unfence nobody may touch them. Where
 * memory is checked each access is reported, reading too; elsewhere nothing happens. Leave no fence up on the driver's
 * stack.
 */
void driver_fence(const void *p, size_t bytes);
void driver_unfence(const void *p, size_t bytes);

#endif
