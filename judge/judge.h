/*
 * judge: what the numbers mean: from a submission and a problem to a verdict with reasons.
 *
 *   verdict.h   the words
 *   problem.h   packages
 *   report.h    the result, as data, and its emitters
 *   this file   the session (what is opened once) and the pipeline
 */
#ifndef JUDGE_JUDGE_JUDGE_H
#define JUDGE_JUDGE_JUDGE_H

#include "judge/package/problem.h"
#include "judge/report/report.h"
#include "judge/verdict.h"
#include "sandbox/base/hash.h"

/* ---- a session: toolchain, sandboxes, cache; opened once, used for any number of submissions by one thread ------- */

struct judge_config {
	const char *compiler;    /* NULL: the default of toolchain_open */
	const char *cache_dir;   /* NULL: fs_cache_home */
	const char *keeper_path; /* NULL: found beside the program */
	const char *cgroup_dir;  /* as of sandbox_config */
	unsigned workers;        /* tests at once; 0: one for each core that this process may use, at most 8 */
	enum run_how how;        /* how tests are started */
};

struct judge;
int judge_open(const struct judge_config *config, struct judge **out, struct err *e) must_check;
void judge_close(struct judge *j);
static inline void cleanup_judge_(struct judge **j)
{
	judge_close(*j);
}
#define cleanup_judge cleanup(cleanup_judge_)

/* ---- submissions ------------------------------------------------------------------------------------------------- */

struct submission {
	struct arena memory;
	struct source *sources;
	size_t n_sources;
	const char *entrypoint;       /* the file to begin with, for an interpreter; NULL: the language's own choice */
	char problem[PROBLEM_ID_MAX]; /* what the file says or is named, or "" */
};

/*
 * Reads files and directories (what in them is in C, C++ or Python 3, and headers, not below) and "-" (standard input,
 * named "stdin.c"). The problem
 * is the `// problem: ID` line of a file, else the name of the first file or directory ("lru_cache.c", "lru_cache/").
 * Errors, each with one clear text: -ENOENT, -EACCES, -ENODATA (empty file), -EILSEQ (binary: has a NUL; or invalid
 * UTF-8, with its line), -EMSGSIZE (over 256 KiB), -E2BIG (too many files), -EINVAL (two files of one name, no source
 * file, several languages).
 */
int submission_load(const char *const *paths, size_t n_paths, struct submission *out, struct err *e) must_check;
/* The same of files that were a submission before: their names are as submission_load gave them. */
int submission_of(const struct source *files, size_t n_files, struct submission *out, struct err *e) must_check;
/* Of all names and texts; what a report calls source_hash. */
int submission_hash(const struct submission *s, char hex[HASH_HEX_MAX], struct err *e) must_check;
void submission_clear(struct submission *s);

/* ---- judging ----------------------------------------------------------------------------------------------------- */

/* What happens while it runs, for progress lines and live streams; `done` of `total` tests so far. */
struct judge_event {
	enum { EVENT_STAGE, EVENT_BUILD_TESTS, EVENT_TEST } kind;
	enum stage stage;
	size_t done, total, failed;
	const struct report_test *test; /* with EVENT_TEST */
};

struct verify_line;

struct judge_options {
	bool no_soundness;  /* leave that stage out */
	bool no_complexity; /* … or this one */
	bool no_references; /* of judge_verify: look at the package and its tests only */
	unsigned fuzz;      /* of judge_verify: compare the accepted references by so many more inputs; 0: by none */
	bool profile;       /* in that stage say also which functions took the steps */
	bool all;           /* go on after a limit was exceeded (default: the rest is not run) */
	bool unexplained; /* what tests or sizes reject is not looked at with sanitizers, which would only explain it */
	/* run each test a second time by exec, where a server runs it: that the verdicts differ is JE (RUN_SERVED) */
	bool both_ways;
	bool brief; /* the first test and the first stage that reject end it: nothing explains them */
	/* put input, expected and found of the first failing hidden test into the report (owner's machine) */
	bool keep_data;
	bool keep_messages; /* what the output validator wrote for those who judge, of every test */
	void (*event)(const struct judge_event *ev,
		      void *arg); /* may be NULL; calls do not overlap, but come from several threads */
	/*
	 * Likewise, of judge_verify: what happens to a reference; with `done`, the last of its calls, what will be said
	 * of it, and no event.
	 */
	void (*reference)(const struct problem_reference *ref, const struct judge_event *ev,
			  const struct verify_line *done, void *arg);
	/* … what else is looked at, static, with `done` of `total` of it behind it; total 0: it cannot be counted. */
	void (*part)(const char *what, size_t done, size_t total, void *arg);
	void *arg;
};

/*
 * Judges: rules, compile, all tests. 0 whenever there is a verdict, also JE: a failure of the judge itself (the
 * problem's own tests cannot be built, a box cannot be opened) is put into the report as JE with its text and never
 * blamed on the candidate. An error is for a report that cannot be made at all (-ENOMEM). *out is initialised here;
 * the caller clears it.
 */
int judge_submit(struct judge *j, const struct problem *p, const struct submission *s, const struct judge_options *o,
		 struct report *out, struct err *e) must_check;

/*
 * The samples only, or one input of the user's own; nothing hidden is touched. With own input there is no expected
 * answer: AC means that it ran; an input that the problem's validator does not allow is -EDOM with what it said.
 */
int judge_try(struct judge *j, const struct problem *p, const struct submission *s, const char *own_input,
	      size_t own_len, struct report *out, struct err *e) must_check;

/* ---- measuring outside any problem ------------------------------------------------------------------------------- */

/*
 * How the costs of functions grow, with `profile` also which of them took the steps. Of `p` the driver, the generator,
 * the limits and the families count, and the names of its signatures, which must be defined, with any type; there need
 * be no tests and no model. What was found is in
 * out->families, what a family's limits forbid in out->judgement, AC otherwise; CE and CTL for what does not compile.
 * -ENOTSUP where no steps can be counted, -EINVAL for a driver or a generator that fails. *out is initialised here, and
 * is the caller's to clear when it is 0.
 */
int judge_measure(struct judge *j, const struct problem *p, const struct submission *s, bool profile,
		  struct report *out, struct err *e) must_check;

/* ---- verifying a package ----------------------------------------------------------------------------------------- */

/*
 * VERIFY_WARNED: worth a look, and may be right; VERIFY_NOTED: odd, and neither right nor wrong. Neither makes a
 * package fail.
 */
enum verify_result { VERIFY_OK, VERIFY_FAILED, VERIFY_UNDECIDED, VERIFY_WARNED, VERIFY_NOTED };

struct verify_line {
	enum verify_result result;
	const struct problem_reference *reference; /* NULL: a check of the package itself */
	struct judgement got;
	const char *text; /* for people */
};

/*
 * Checks the package (counts, every test's input against the validator, answers of the accepted submissions against
 * each other, determinism of the generator) and runs every reference. `line` is called for each result as it comes;
 * calls do not overlap, but may come from several threads.
 * *failed counts VERIFY_FAILED, *undecided what needs a stage that this host lacks, or that the options leave out.
 */
int judge_verify(struct judge *j, const struct problem *p, const struct judge_options *options,
		 void (*line)(const struct verify_line *l, void *arg), void *arg, size_t *failed, size_t *undecided,
		 struct err *e) must_check;

/* The part of it that runs nothing and needs no session: counts, names, texts. *failed as above. */
int judge_look_over(const struct problem *p, void (*line)(const struct verify_line *l, void *arg), void *arg,
		    size_t *failed, struct err *e) must_check;

/* What this host gives, for `judge doctor` and for reports. */
int judge_probe(struct judge *j, struct box_probe *out, struct err *e) must_check;
const char *judge_compiler(const struct judge *j);

#endif
