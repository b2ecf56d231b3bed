/*
 * misbehave: what a submission does wrong beside a right solution, one thing in each test.
 *
 * drivers.sh generates a source for each problem, in which every function of its signature stands around that of an
 * accepted reference:
 *
 *	int max_window_sum(const int32_t *a0, size_t a1, size_t a2, int64_t *a3)
 *	{
 *		struct mis_place places[] = { … };          what the pointers lead to
 *		struct mis_call call = { … };
 *		int r = 0;
 *
 *		MIS_BEFORE(&call);
 *		r = honest_max_window_sum(a0, a1, a2, a3);
 *		mis_after(&call);
 *		return r;
 *	}
 *
 * and a table, mis_cases, of what there is to be done; `behaviours` says what each of them is and which verdicts it may
 * get. Each test is a process of its own, with a number of its own, by which it takes a case. It prints which one, and
 * "happens" once it does it, so that a case that came to nothing is not taken for one that was survived.
 */
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a pointer that was passed leads to. */
enum mis_owner {
	MIS_OWN,    /* what the candidate made itself */
	MIS_INPUT,  /* the caller's, to be left as it is */
	MIS_OUTPUT, /* the caller's, to be written or changed */
};

struct mis_place {
	void *p;
	size_t bytes; /* of what it points to, one */
	enum mis_owner owner;
};

extern char **environ;

enum mis_class { MIS_NUMBER, MIS_BOOL, MIS_REAL, MIS_POINTER, MIS_RECORD };

struct mis_call {
	int function;
	void *result; /* NULL: there is none */
	size_t bytes;
	enum mis_class class;
	struct mis_place *places;
	int n_places;
};

enum mis_moment {
	MIS_LOAD,    /* in a constructor */
	MIS_FIRST,   /* before the first call of all */
	MIS_ONCE,    /* the same, of what takes long: with one input */
	MIS_LATER,   /* before the second */
	MIS_RETURN,  /* when the first has worked out what is right */
	MIS_RESULT,  /* for each function: the same, of each of its calls; changes what is returned */
	MIS_WRITTEN, /* … changes what was written through one of its pointers */
	MIS_INPUTS,  /* … changes what was only to be read */
};

struct mis_case {
	const char *name;
	void (*act)(struct mis_call *call);
	enum mis_moment moment;
	int function; /* of those for each: which … */
	int place;    /* … and which of its pointers */
};

#define MIS_CLASS(x)                 \
	_Generic((x), bool           \
		 : MIS_BOOL, float   \
		 : MIS_REAL, double  \
		 : MIS_REAL, default \
		 : mis_class_of(__builtin_classify_type(x)))

/* The numbers are those of gcc's typeclass.h. */
static inline enum mis_class mis_class_of(int type)
{
	return type == 5 ? MIS_POINTER : type == 12 ? MIS_RECORD : MIS_NUMBER;
}

static const struct mis_case mis_cases[];
static const int mis_n_cases;

/* Of the builds of a submission those with sanitizers and with counters, which a program can find out. */
extern char __asan_init[] __attribute__((weak)), __wrap_getpid[] __attribute__((weak));

#ifndef MIS_WHERE
#define MIS_WHERE true /* or the build in which alone it misbehaves */
#define MIS_SHIFT 0
#endif

static const struct mis_case mis_nothing = { "nothing", NULL, MIS_LOAD, -1, 0 };
static const struct mis_case *mis_chosen;
static int mis_calls;
static jmp_buf mis_earlier; /* of the first call, which is over */
static jmp_buf mis_loaded;  /* of the constructor, where there is one */

/* Not by stdio, whose streams are among what is spoilt. */
static void mis_say(const char *word)
{
	char line[100];
	int n = snprintf(line, sizeof(line), "misbehaviour %s\n", word);

	if (write(1, line, (size_t)n) < 0)
		return;
}

static void mis_happens(void)
{
	static bool said;

	if (!said)
		mis_say("happens");
	said = true;
}

static bool mis_is(enum mis_moment moment)
{
	return mis_chosen->moment == moment;
}

/* Numbers of processes go up by two a test. */
static void mis_choose(void)
{
	if (mis_chosen)
		return;
	mis_chosen = MIS_WHERE ? &mis_cases[(getpid() / 2 + MIS_SHIFT) % mis_n_cases] : &mis_nothing;
	mis_say(mis_chosen->name);
}

static void mis_before(struct mis_call *call)
{
	mis_choose();
	mis_calls++;
	if (((mis_is(MIS_FIRST) || mis_is(MIS_ONCE)) && mis_calls == 1) || (mis_is(MIS_LATER) && mis_calls == 2)) {
		mis_happens();
		mis_chosen->act(call);
	}
}

/* What is jumped back to is this place in the function of the first call. */
#define MIS_BEFORE(call)                               \
	do {                                           \
		if (!mis_calls && setjmp(mis_earlier)) \
			mis_say("back");               \
		mis_before(call);                      \
	} while (0)

static void mis_after(struct mis_call *call)
{
	if (mis_is(MIS_RETURN) && mis_calls == 1) {
		mis_happens();
		mis_chosen->act(call);
	}
	if (call->function == mis_chosen->function && (mis_is(MIS_RESULT) || mis_is(MIS_WRITTEN) || mis_is(MIS_INPUTS)))
		mis_chosen->act(call);
}

#include "misbehave_acts.h"
#include "misbehave_values.h"
