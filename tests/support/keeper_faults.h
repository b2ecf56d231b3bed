/*
 * keeper_faults: makes one system call of the sandbox fail, and tells what came of it.
 *
 * The seam is the kernel's own, ptrace(2): the process that uses the library, its keeper, the wardens and what a warden
 * makes for a run are watched from outside, and where the plan says so a call is not carried out and an errno stands in
 * its place. So the programs under test are those that are installed, byte for byte; and there is no list of functions
 * that could miss one: what libc does inside fopen, readdir or malloc is a call like any other.
 *
 * A call that is met and not in the table of fault_known is an error: whoever lets the keeper make a new call says
 * there how it can fail.
 */
#ifndef JUDGE_TESTS_SUPPORT_KEEPER_FAULTS_H
#define JUDGE_TESTS_SUPPORT_KEEPER_FAULTS_H

#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum fault_role {
	FAULT_JUDGE,   /* the process that uses the library, and its child until that is a keeper */
	FAULT_KEEPER,  /* from its exec */
	FAULT_WARDEN,  /* a child of the keeper */
	FAULT_CHILD,   /* a child of a warden, until its exec */
	FAULT_PROGRAM, /* from its exec, and whatever it makes; watched, never touched */
	FAULT_ROLES
};

const char *fault_role_name(enum fault_role role);

/* What tells one call from another of the same name. */
enum fault_about { FAULT_ABOUT_NOTHING, FAULT_ABOUT_PATH, FAULT_ABOUT_NUMBER, FAULT_ABOUT_FD };

/* How a call can fail where everything else is in order. */
struct fault_known {
	long nr;
	const char *name;
	enum fault_about about;
	int argument;  /* which one is the path, the number or the descriptor, from 0 */
	bool cuts;     /* its third argument counts bytes, and fewer may be taken */
	bool done;     /* it is carried out all the same */
	bool memory;   /* it asks for memory, or gives some back */
	int errors[4]; /* the likeliest first; none: cannot fail */
};
/* NULL: not in the table. */
const struct fault_known *fault_known(long nr);

#define FAULT_LABEL_MAX 64

struct fault_call {
	const struct fault_known *known;
	/*
	 * What it is about: a path, a number, where a descriptor leads. Process ids are "#"; what cannot be read is
	 * "?".
	 */
	char label[FAULT_LABEL_MAX];
};

enum fault_kind {
	FAULT_ERRNO, /* it is not carried out, and returns an error */
	FAULT_SHORT, /* it is asked for one byte */
	FAULT_KILL,  /* its caller is killed instead */
};

struct fault_plan {
	enum fault_role role;
	struct fault_call call;
	size_t nth; /* which of those that look the same, from 1; 0 = nothing fails */
	enum fault_kind kind;
	unsigned variant; /* which of the errors in the table, from 0 */
};

/* A program in a box, stopped before its first instruction: what it can do can be read in /proc. */
struct fault_program {
	pid_t pid, warden, keeper;
	bool landlock; /* its landlock_restrict_self was carried out and succeeded */
};

struct fault_scene {
	void (*judge)(void *arg); /* runs in a process of its own */
	void (*program)(void *arg, const struct fault_program *p);
	void *arg;
	/* In memory that is shared with `judge`: calls count while `open`, the judge's own only while `inside` too. */
	const volatile bool *open, *inside;
	unsigned
		/* after so long everything is killed; what outlives the judge by a fifth of it is left over */
		limit_ms;
};

#define FAULT_CALLS_MAX   4096
#define FAULT_KEEPERS_MAX 8

struct fault_result {
	bool fired; /* the call of the plan was met, and can fail so */
	int error;  /* with FAULT_ERRNO: what it returned */
	bool timed_out;
	int status;    /* wait status of the process that ran `judge` */
	unsigned left; /* processes that outlived it; they were killed */
	pid_t keepers[FAULT_KEEPERS_MAX];
	size_t n_keepers;
};

/* Every call that counted, in order. */
struct fault_log {
	struct fault_call calls[FAULT_ROLES][FAULT_CALLS_MAX];
	size_t n[FAULT_ROLES];
};

/* Does this host let us trace? */
bool fault_possible(void);

/* Plays the scene once. log may be NULL. Errors are of the tracing itself. */
int fault_play(const struct fault_scene *scene, const struct fault_plan *plan, struct fault_log *log,
	       struct fault_result *out, struct err *e) must_check;

#endif
