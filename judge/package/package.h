/*
 * package: what the files that load a problem package share; problem.h is what everyone else includes.
 *
 * A package is seen as one flat, sorted list of files, made once: whether something is there, what a folder holds and
 * in which order are look-ups in it, and nothing that is not in it is ever opened.
 */
#ifndef JUDGE_JUDGE_PACKAGE_PACKAGE_H
#define JUDGE_JUDGE_PACKAGE_PACKAGE_H

#include "judge/package/problem.h"
#include "judge/package/yaml.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/hash.h"

#define PACKAGE_FILES_MAX  25000u
#define PACKAGE_BYTES_MAX  (UINT64_C(1) << 30) /* of all files together */
#define PACKAGE_DEPTH_MAX  8u                  /* directories below each other */
#define PACKAGE_MEMORY_MAX (64u * 1024u * 1024u)
#define PACKAGE_TEXT_MAX   (1024u * 1024u) /* of a statement or a YAML file */
#define PACKAGE_GROUPS_MAX 128u
#define PACKAGE_NOTES_MAX  100u
#define PACKAGE_NODES_MAX  512u

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

/* Adds a line to p->notes, at most PACKAGE_NOTES_MAX of them. -ENOMEM. (package_notes.c) */
int problem_note(struct problem *p, struct err *e, const char *fmt, ...) must_check
	__attribute__((format(printf, 3, 4)));
/* As yaml_read, and each unknown key is a note. (package_notes.c) */
int package_yaml_read(const struct yaml *map, const struct yaml_table *table, void *out, struct problem *p,
		      struct err *e) must_check;

/*
 * problem.yaml, of either version of the format: name, kind, limits, arguments of the output validator; refuses what
 * this judge cannot judge rightly. (problem_yaml.c)
 */
int problem_yaml_read(const struct yaml *root, struct problem *p, struct err *e) must_check;
/* … of the legacy one. (problem_legacy.c) */
int problem_legacy_read(const struct yaml *root, struct problem *p, struct err *e) must_check;
/* domjudge-problem.ini and .timelimit, where they are there: name and time limit. (domjudge_ini.c) */
int domjudge_read(const struct package *pk, struct problem *p, struct err *e) must_check;
/* One line of the former, "key = value". */
struct ini_line {
	const char *path;
	uint32_t number;
	const char *key, *value;
};
/* Each line of a text, for what calls itself `path`; what is returned below 0 ends it. (domjudge_ini.c) */
typedef int ini_line_fn(const struct ini_line *l, void *arg, struct err *e);
int domjudge_ini_each(const char *path, const char *text, size_t len, struct arena *memory, ini_line_fn *each,
		      void *arg, struct err *e) must_check;
/* What both versions share. (problem_yaml.c) */
int problem_yaml_name(const struct yaml *name, struct problem *p, struct err *e) must_check;
int problem_yaml_topics(const struct yaml *keywords, struct problem *p, struct err *e) must_check;

/*
 * judge.yaml but for its tests and references: what stands there goes into *p, the driver's file name into *driver.
 * Needs p->limits, p->n_generator and p->n_output_validators. (judge_yaml.c)
 */
int judge_yaml_read(const struct yaml *root, struct problem *p, const char **driver, struct err *e) must_check;

/*
 * Groups and tests, from the rows of judge.yaml (root NULL: there is none) and the files below data/. Needs p->model
 * and p->validator_args. (package_tests.c)
 */
int package_tests(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e) must_check;

/* Fills p->interactions. (package_interactions.c) */
int package_interactions(const struct package *pk, struct problem *p, struct err *e) must_check;

/*
 * The static test of a folder, "data/secret/edge/": fills what its file of settings says of it, where it says that
 * there is one (out->is_static). The rules for what it can give within its group are package_scoring's.
 * (package_settings.c)
 */
int package_static_test(const struct package *pk, const char *folder, struct problem *p, struct problem_test *out,
			struct err *e) must_check;

/* What the files of settings say of one test; NULL: nothing. Texts are the problem's. */
struct test_settings {
	const char *args, *validator_args, *input_args;
	const struct problem_input_args *input_args_of;
	const char *description; /* one line */
	bool full_feedback;
};
/* `in_path`: the test's input, "data/secret/edge/01.in". (package_settings.c) */
int package_test_settings(const struct package *pk, const char *in_path, struct problem *p, struct test_settings *out,
			  struct err *e) must_check;
/*
 * How results are put together: fills p->nodes, where there is more to it than that all tests must be accepted, and the
 * tests' places among them. `tests` are p->tests. (package_scoring.c)
 */
int package_scoring(const struct package *pk, struct problem *p, struct problem_test *tests, struct err *e) must_check;

/* Parses such a file, of a bearable size; *root is NULL when it is not there. (package_settings.c) */
int package_settings_file(const struct package *pk, const char *path, const struct yaml **root,
			  struct err *e) must_check;

/*
 * The programs in a folder, given with its "/". `whole`: files directly in it are one program, else each is one, with
 * the headers beside it; a folder in it is always one. Where the scripts `build` or `run` are, all below is one program
 * in LANGUAGE_SCRIPTS. What is no program is left out, what is one that this judge
 * cannot run is noted where `strict` is false, and else refused. *list is never NULL. (package_programs.c)
 */
int package_programs(const struct package *pk, const char *folder, bool whole, bool strict, struct problem *p,
		     struct program **list, size_t *n, struct err *e) must_check;

/* What include/<language>/ and include/default/ add to submissions: p->includes. (package_includes.c) */
int package_includes(const struct package *pk, struct problem *p, struct err *e) must_check;

/* Are these, blank-separated, arguments of its output validator: the default one, or its own? (package_tests.c) */
int package_check_arguments(const struct problem *p, const char *arguments, struct err *e) must_check;

/*
 * The submissions/ of the package and what they must get. Needs p->families, p->model, tests and groups.
 * (package_references.c)
 */
int package_references(const struct package *pk, const struct yaml *root, struct problem *p, struct err *e) must_check;

/*
 * What the format promises of references, gathered from folders, submissions.yaml and marks in sources.
 * (package_expectations.c)
 */
struct expecting;
/* `root`: submissions.yaml, or NULL. Lives in the problem's arena. */
int expecting_open(const struct package *pk, const struct yaml *root, struct problem *p, struct expecting **out,
		   struct err *e) must_check;
/*
 * Of one submission, given with its path below submissions/: fills r->expectations, r->expected and what
 * submissions.yaml says of its language and entry point. *language: the format's code where that file names one.
 */
int expecting_fill(struct expecting *x, const char *entry, struct problem_reference *r, const char **language,
		   struct err *e) must_check;
/* Behind the last one: what fitted no submission is noted. */
int expecting_close(struct expecting *x, struct err *e) must_check;

#endif
