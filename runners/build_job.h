/*
 * build_job: one build as the files that do it share it.
 *
 *   build.c           sources to an artifact: the passes, how they end, what comes out
 *   build_counted.c   … that counts its steps
 *   build_analysis.c  the compiler's look through the source
 *   build_script.c    what an interpreter has in the place of it all
 *   build_folder.c    what a folder with scripts has
 */
#ifndef JUDGE_RUNNERS_BUILD_JOB_H
#define JUDGE_RUNNERS_BUILD_JOB_H

#include "runners/cost_clang.h"
#include "runners/cost_pass.h"
#include "runners/inputs.h"
#include "runners/runner.h"
#include "runners/toolchain.h"

struct job {
	struct inputs inputs;
	const struct recipe *recipe;
	struct arena scratch; /* owns what is needed until the end of the build */
	struct buf printed;   /* what all passes printed */
	struct box *box;      /* owned */
	uint64_t cpu_limit_us, memory_limit_bytes;
	bool refused;               /* a pass said no; its diagnostics say why */
	struct cost_facts *counted; /* with a counter; in out.memory */
	struct buf charge;          /* … and the assembler text of charge.c */
	/* … and NULL, or its functions; in scratch */
	struct cost_profile *profile;
	struct build out; /* handed to the caller at the end */
};

/* A job without inputs, and its end, which does not hand out what came of it. */
void job_init(struct job *j, const struct recipe *recipe);
void job_clear(struct job *j);

int job_no_memory(struct err *e);
/* The limits that a build is ordered with, or has by itself. */
uint64_t job_cpu_us(const struct build_spec *spec);
uint64_t job_memory_bytes(const struct build_spec *spec);
/* "10", "0.5": for people. */
double job_seconds(uint64_t us);
/* How a build ends, with a reason for people: made safe, since names of files and functions are a stranger's. */
void job_end(struct build *b, enum build_end end, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* It ends with an error, which is this one. */
void job_end_by(struct build *b, const struct diagnostic *d);
/* A box to compile in, kept in the job. */
int job_open_box(struct job *j, const struct toolchain *tc, struct sandbox *s, struct err *e) must_check;
/* Puts a text of ours, or one that we have been through, where no pass can change it: /box/<name>. */
int job_put_text(struct job *j, const char *name, const struct buf *text, struct err *e) must_check;

#define JOB_OPTIONS_MAX (13 + COST_CLANG_OPTIONS_MAX)

/* Options beyond the recipe's, ended by NULL. */
int job_options(struct job *j, const char *options[JOB_OPTIONS_MAX], struct err *e) must_check;
/*
 * Runs a pass with its options (NULL: none) and inputs, both ended by NULL. 0: j->out.end says whether it went well; an
 * error is the judge's.
 */
int job_run(struct job *j, const char *pass, const struct command *c, const char *const *options,
	    const char *const *inputs, const char *output, struct err *e) must_check;
int job_assemble(struct job *j, const char *assembly, const char *object, struct err *e) must_check;

/* build_run with a toolchain that has an interpreter. */
int build_script(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
		 struct err *e) must_check;

/* build_run with the toolchain of LANGUAGE_SCRIPTS: the sources are all files of the folder, below which they are. */
int build_folder(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
		 struct err *e) must_check;

/* Behind the build, which stays what it is whatever comes of this; `plain`: the recipe without sanitizers. */
int job_analyze(struct job *j, const struct recipe *plain, struct err *e) must_check;

/* Counting needs the pass, and a compiler that writes assembler text. Fills in j->counted where steps are counted. */
int job_begin_counting(struct job *j, const struct toolchain *tc, const struct build_spec *spec,
		       struct err *e) must_check;
/* Fills j->charge: from the cache (NULL: there is none), or else compiled and put into it. */
int job_get_charge(struct job *j, const struct toolchain *tc, struct sandbox *s, const char *cache_dir,
		   struct err *e) must_check;
/* What the compiler wrote to /work/<name> is made to count, as /box/<name>. */
int job_count_assembly(struct job *j, const char *name, struct err *e) must_check;
/* Adds what a counting program is linked with, beside its own objects, and the linker's options for it. */
int job_add_counting(struct job *j, const char **objects, size_t *n, struct err *e) must_check;
extern const char *const job_wrap_options[];

#endif
