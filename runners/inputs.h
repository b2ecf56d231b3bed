/*
 * inputs: what one build is made of, and by what names it lies in the box.
 *
 * Source number 3 is /box/3.c; what is made of it are /work/3.s and /work/3.o, so that no name that a candidate chose
 * is part of a path or of a command line. Headers keep their names, which are therefore checked.
 */
#ifndef JUDGE_RUNNERS_INPUTS_H
#define JUDGE_RUNNERS_INPUTS_H

#include "runners/diagnostics.h"
#include "runners/driver_files.h"
#include "runners/runner.h"
#include "sandbox/base/hash.h"

struct inputs {
	const struct build_spec *spec;
	const struct source *sources; /* the spec's; with a driver the runtime too */
	size_t n_sources;
	size_t n_own;                 /* the spec's among them, which come first */
	const struct source *headers; /* the spec's; with a driver the runtime's too */
	size_t n_headers;
	char **labels; /* names of the sources' line markers, by index */
	size_t *homes; /* of the signatures, by index; see unit.h */
};

/*
 * `runtime`: NULL where nothing of it is needed (inputs_needs_runtime); read from until the build is over, as is
 * `spec`. The lists live in `a`. -ENOMEM; -EINVAL.
 */
int inputs_gather(const struct build_spec *spec, const struct driver_files *runtime, struct arena *a,
		  struct inputs *out, struct err *e) must_check;

/* A driver needs it, and of it what is built with sanitizers, but for an object, which is loaded by such a runner. */
bool inputs_needs_runtime(const struct build_spec *spec);

/* What can be said against the sources without a compiler, appended to `reason`; nothing: they are sound. */
void inputs_check(const struct inputs *in, struct buf *reason);

/* Hashes all of it into the key of a cached artifact. */
int inputs_key(const struct inputs *in, const char *toolchain, char key[HASH_HEX_MAX], struct err *e) must_check;

/* Puts all of it into the box. */
int inputs_put(const struct inputs *in, struct box *box, struct err *e) must_check;

/* "/work/3.o" of ("/work", 3, "o"), in `a`; NULL when memory is out. */
char *inputs_path(const char *dir, size_t source, const char *suffix, struct arena *a) must_check;

/* How the passes call the files, for diagnostics_parse; lives in `a`. -ENOMEM. */
int inputs_names(const struct inputs *in, struct arena *a, struct diagnostics_context *out, struct err *e) must_check;

#endif
