/*
 * package: what the files that load a problem package share; problem.h is what everyone else includes.
 *
 * A package is seen as one flat, sorted list of files, made once: whether something is there, what a folder holds and
 * in which order are look-ups in it, and nothing that is not in it is ever opened.
 */
#ifndef JUDGE_JUDGE_PACKAGE_H
#define JUDGE_JUDGE_PACKAGE_H

#include "judge/problem.h"
#include "judge/yaml.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/hash.h"

#define PACKAGE_FILES_MAX  5000u
#define PACKAGE_BYTES_MAX  (UINT64_C(1) << 30) /* of all files together */
#define PACKAGE_DEPTH_MAX  8u                  /* directories below each other */
#define PACKAGE_MEMORY_MAX (64u * 1024u * 1024u)
#define PACKAGE_TEXT_MAX   (1024u * 1024u) /* of a statement or a YAML file */
#define PACKAGE_GROUPS_MAX 32u

/* ---- files (package_files.c) ------------------------------------------------------------------------------------ */

struct package_file {
	const char *path; /* below the package: "data/sample/1.in" */
	uint64_t bytes;
};

struct package {
	int fd;                           /* owned; the directory */
	const char *dir;                  /* absolute; of the arena, as all below */
	struct arena *memory;             /* borrowed */
	const struct package_file *files; /* sorted by strcmp */
	size_t n_files;
};

/*
 * Lists a package. Names that the format tells tools to ignore (a leading "." or "-", characters other than
 * [A-Za-z0-9_.-]) are passed over. -ENOENT, -ENOTDIR: no such directory; -EINVAL, naming the file: a link that leads
 * out of the package or to a directory, what is no regular file, too many, too deep, too large.
 */
int package_open(const char *dir, struct arena *memory, struct package *out, struct err *e) must_check;
void package_close(struct package *pk);
#define cleanup_package cleanup(package_close)

/*
 * Opens a file below the directory `dirfd` for reading; links are followed as long as they stay below. The descriptor
 * or -errno.
 */
int package_open_file(int dirfd, const char *path, struct err *e) must_check;

/* NULL when it is not there. */
const struct package_file *package_find(const struct package *pk, const char *path);
/* All files below a folder, given with its "/": the first of *n neighbours. */
const struct package_file *package_below(const struct package *pk, const char *folder, size_t *n);
/* Is it one path component that the format allows? */
bool package_is_name(const char *name);
/* Can it be the id of a problem: [a-z0-9_]+, shorter than PROBLEM_ID_MAX? */
bool package_is_id(const char *s);
/* Does s end in `ending`, with something before it? */
bool package_ends(const char *s, const char *ending);

/* Reads a text file: valid UTF-8 without NUL and byte-order mark. -EINVAL, naming the file, otherwise. */
int package_read(const struct package *pk, const char *path, size_t max_bytes, const char **text, size_t *len,
		 struct err *e) must_check;
/* Reads and parses a YAML file. */
int package_yaml(const struct package *pk, const char *path, const struct yaml **out, struct err *e) must_check;
/*
 * Reads the files directly in `folder` (with its "/") whose names have one of the endings, ended by NULL.
 * *out is NULL when there are none.
 */
int package_sources(const struct package *pk, const char *folder, const char *const endings[],
		    const struct source **out, size_t *n, struct err *e) must_check;
/*
 * The hash of all files but statement/, solution/ and the submissions other than `model` (below submissions/, or NULL):
 * of all that can change what a submission gets.
 */
int package_hash(const struct package *pk, const char *model, char hex[HASH_HEX_MAX], struct err *e) must_check;

/*
 * The folder of problems for a program at that path: in the source tree that it was built in, else PREFIX/share of
 * PREFIX/bin. malloc'ed. -ENOENT names what was tried. (problem_find.c)
 */
int problems_beside(const char *program, char **out, struct err *e) must_check;

/* Those that came with this program, whatever JUDGE_PROBLEMS says. (problem_find.c) */
int problems_own(char **out, struct err *e) must_check;

/* ---- parts of a problem ----------------------------------------------------------------------------------------- */

/* problem.yaml: name, limits; refuses what this judge cannot judge rightly. (problem_yaml.c) */
int problem_yaml_read(const struct yaml *root, struct problem *p, struct err *e) must_check;

/*
 * judge.yaml but for its tests and references: what stands there goes into *p, the driver's file name into *driver.
 * Needs p->limits, p->n_generator and p->n_output_validator. (judge_yaml.c)
 */
int judge_yaml_read(const struct yaml *root, struct problem *p, const char **driver, struct err *e) must_check;

/*
 * Groups and tests, from the rows of judge.yaml (root NULL: there is none) and the files below data/. Needs p->model
 * and p->validator_args, which may get the arguments that the files' configuration gives. *input_args: some test's
 * input validator wants arguments. (package_tests.c)
 */
int package_tests(const struct package *pk, const struct yaml *root, struct problem *p, bool *input_args,
		  struct err *e) must_check;

/* Are these, blank-separated, arguments of its output validator: the default one, or its own? (package_tests.c) */
int package_check_arguments(const struct problem *p, const char *arguments, struct err *e) must_check;

/* The submissions/ of the package and what they must get. Needs p->families and p->model. (package_references.c) */
int package_references(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e) must_check;

#endif
