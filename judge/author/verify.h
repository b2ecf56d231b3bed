/*
 * verify: what the files that verify a package share; judge.h has what everyone else calls.
 *
 * Each looks at one side of the package and says what it finds, one line a fault; a line for what is in order is said
 * where that is worth knowing. An error is for what keeps the judge from looking.
 */
#ifndef JUDGE_JUDGE_AUTHOR_VERIFY_H
#define JUDGE_JUDGE_AUTHOR_VERIFY_H

#include "judge/checker.h"
#include "judge/judge.h"
#include "judge/testset.h"
#include "judge/validate.h"

struct verify {
	struct judge *j;
	const struct problem *p;
	const struct judge_options *options;
	void (*line)(const struct verify_line *l, void *arg);
	void *arg;
	size_t failed, undecided;
};

#define VERIFY_TEXT_MAX 600

/* Hands a line on, and counts it. */
void verify_tell(struct verify *v, const struct verify_line *l);
/* Of the package. */
void verify_say(struct verify *v, enum verify_result result, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What is being looked at now, as of judge_options.part. */
void verify_at(const struct verify *v, const char *what, size_t done, size_t total);

/* The first few of a number of names, for one line: "a, b, c and 12 others". */
struct verify_names {
	char text[240];
	size_t n, told;
};

void verify_name(struct verify_names *names, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Says what holds for all that were named, when any was: "what: a, b and 3 more". */
void verify_say_names(struct verify *v, enum verify_result result, const struct verify_names *names, const char *what);

/* Samples of what is said; `pk`: the package. (verify_interactions.c) */
struct package;
void verify_interactions(struct verify *v, const struct package *pk);
/* The files as such: names, texts, languages. (verify_files.c) */
int verify_files(struct verify *v, struct err *e) must_check;
/* The bytes of the tests: equal inputs, line ends, sizes. (verify_tests.c) */
int verify_tests(struct verify *v, const struct testset *set, struct err *e) must_check;
/* ---- bounds (verify_bounds.c) ------------------------------------------------------------------------------------ */

#define VERIFY_BOUNDS_MAX 64u

/* One call of read_number in an input validator, over all tests. */
struct verify_bound {
	uint64_t line;
	int64_t min, max, low, high; /* the widest that was allowed; the least and the greatest that were there */
	bool met_min, met_max;       /* some number was the least, or the greatest, that was allowed then */
};

struct verify_bounds {
	struct verify_bound all[VERIFY_BOUNDS_MAX];
	size_t n;
};

/* Opens the input validator, built so that it prints its bounds where it uses validate.h. */
int verify_validator_open(const struct verify *v, struct validator *out, struct err *e) must_check;
/* What it printed about an input that it allows. */
void verify_bounds_take(struct verify_bounds *b, const struct buf *printed);
/* Is each met by some test? */
void verify_bounds_say(struct verify *v, const struct verify_bounds *b);

/* ---- sides of a package ------------------------------------------------------------------------------------------ */

/* What the input validator lets pass, and what it dies of. (verify_input.c) */
int verify_input_validator(struct verify *v, const struct testset *set, struct err *e) must_check;
/* What the package's own output validator lets pass, and what it dies of. (verify_output.c) */
int verify_output_validator(struct verify *v, const struct testset *set, struct err *e) must_check;

/* What the package's own static validator dies of. (verify_static.c) */
int verify_static_validator(struct verify *v, struct err *e) must_check;

/* What the package brings in data/valid_output and data/invalid_output. (verify_output.c) */
int verify_given_outputs(struct verify *v, struct err *e) must_check;

/* One thing that the package's own output validator is asked about, more than once. (verify_output.c) */
struct trial {
	struct checker_seat *seat;
	char place[128]; /* "test edge/01-empty" */
	int input;
	const struct buf *answer;
	bool asked; /* once at least */
};

/* *bad: it does not say what it should, and that is said. */
int verify_ask(struct verify *v, struct trial *t, const char *output, size_t len, bool accept, const char *what,
	       bool *bad, struct err *e) must_check;

/* Judges every reference. (verify_references.c) */
int verify_references(struct verify *v, struct err *e) must_check;

/* The accepted references on inputs that are no tests: options->fuzz of them. (verify_fuzz.c) */
int verify_fuzz(struct verify *v, struct err *e) must_check;

/* How one reference fared in each test. (verify_power.c) */
struct power_row {
	const struct problem_reference *reference; /* NULL: it says nothing of tests */
	unsigned char *failed;                     /* owned; one for each test */
};

/* Which tests no wrong reference fails, and which are told apart by none. */
void verify_power(struct verify *v, const struct power_row *rows, size_t n);

#endif
