/*
 * session: what is opened once and used for many submissions: the toolchain, a sandbox for each worker, the cache's
 * place. Shared by the files that judge.
 */
#ifndef JUDGE_JUDGE_SESSION_H
#define JUDGE_JUDGE_SESSION_H

#include "judge/judge.h"

#include <pthread.h>

#define JUDGE_WORKERS_MAX 8

/* The toolchains of other languages than C, opened at the first need by whoever comes first. */
struct toolchains {
	pthread_mutex_t lock;
	struct toolchain *of[LANGUAGE_SCRIPTS + 1]; /* owned; NULL: not opened */
};

struct judge {
	struct toolchain *tc;
	struct toolchains *others; /* owned by the whole one; shared by those of one worker */
	char *cache_dir;
	enum run_how how;
	unsigned n_workers;
	struct sandbox *workers[JUDGE_WORKERS_MAX]; /* one thread at a time each; workers[0] is the calling thread's */
	/* for interactive problems: beside each worker's candidate the validator runs, at the same time; or NULL */
	struct sandbox *seconds[JUDGE_WORKERS_MAX];
	char *keeper_path, *cgroup_dir; /* for those; or NULL */
	bool probed;
	struct box_probe probe;
};

/* Opens the second sandboxes where the problem needs them; testset_open does, and judging. */
int judge_open_seconds(struct judge *j, const struct problem *p, struct err *e) must_check;
/*
 * One worker of a session as a session of its own, for another thread. The problem's second sandboxes must be open
 * already, for nobody closes what is opened there.
 */
struct judge judge_hand(const struct judge *j, unsigned worker);
/* In which sandbox a worker asks the package's own output validator. */
struct sandbox *judge_seat_sandbox(const struct judge *j, const struct problem *p, unsigned worker);
/* How the tests are started: what talks is never a server's fork. */
enum run_how judge_how(const struct judge *j, const struct problem *p);

/* What builds and runs programs in that language. -ENOENT with the remedy: this host lacks it. */
int judge_toolchain(struct judge *j, enum language language, struct toolchain **out, struct err *e) must_check;
/* run_box_open with the toolchain that `candidate` was built with. */
int judge_open_box(struct judge *j, struct sandbox *s, const struct artifact *runner, const struct artifact *candidate,
		   const struct run_limits *limits, enum run_how how, struct run_box **out, struct err *e) must_check;
/* Their language; LANGUAGE_C where none of them is in any. */
enum language judge_language(const struct source *sources, size_t n);

/* A submission's files as they are built: its own, in their places, and what the package adds for their language. */
#define JUDGE_FILES_MAX (2 * SOURCE_FILES_MAX)
size_t judge_files(const struct problem *p, const struct source *sources, size_t n, struct source out[JUDGE_FILES_MAX]);

/* "build" or "tests" below the cache, made if it is not there. malloc'ed. */
int judge_cache_dir(const struct judge *j, const char *name, char **out, struct err *e) must_check;

/*
 * Builds a trusted part of a package (driver, generator, validator), from the cache if it is there. A part that does
 * not compile is -EINVAL with the first diagnostic.
 */
int judge_build_part(struct judge *j, const struct problem *p, enum build_shape shape, const struct source *sources,
		     size_t n, struct artifact *out, struct err *e) must_check;
/* The same of a program that may be a folder with scripts. */
int judge_build_program(struct judge *j, const struct problem *p, const struct program *program, struct artifact *out,
			struct err *e) must_check;
/* The runner and the candidate built with sanitizers, in the sandbox of that worker. */
int judge_build_sanitized(struct judge *j, unsigned worker, const struct problem *p, const struct source *sources,
			  size_t n, struct artifact *runner, struct build *out, struct err *e) must_check;
/*
 * Functions that count their steps under that counter's name, in the sandbox of that worker; and the runner in which
 * they are run. Neither is -ENOTSUP where cost_pass_supported.
 */
int judge_build_counted(struct judge *j, unsigned worker, const struct problem *p, const struct source *sources,
			size_t n, const char *counter, struct build *out, struct err *e) must_check;
/* The same, told apart by functions. */
int judge_build_profiled(struct judge *j, const struct problem *p, const struct source *sources, size_t n,
			 const char *counter, struct build *out, struct err *e) must_check;
int judge_build_counting_runner(struct judge *j, const struct problem *p, struct artifact *out,
				struct err *e) must_check;
/* The runner for function-style problems; out->fd is -1 for programs with main. */
int judge_build_runner(struct judge *j, const struct problem *p, struct artifact *out, struct err *e) must_check;
/* Builds a submission, or the model. */
int judge_build_candidate(struct judge *j, const struct problem *p, const struct source *sources, size_t n,
			  const char *entrypoint, bool warnings, struct build *out, struct err *e) must_check;

#endif
