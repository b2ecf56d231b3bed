/*
 * transfer: problem packages that come in and go out, as folders and as archives.
 */
#ifndef JUDGE_JUDGE_PACKAGE_TRANSFER_H
#define JUDGE_JUDGE_PACKAGE_TRANSFER_H

#include "judge/package/problem.h"
#include "sandbox/base/buf.h"

struct transfer_options {
	const char *id;     /* of the installed package; NULL: as its folder or archive is named */
	bool (*stop)(void); /* asked now and then, may be NULL: true ends it with -EINTR, and nothing is left */
	/* Of a folder: appends each path and each file of text as it is to be, may be NULL. */
	void (*edit)(const char *text, size_t len, struct buf *out, const void *arg);
	const void *arg;
};

struct transferred {
	char id[PROBLEM_ID_MAX];
	size_t files, left_out;
	char first_left_out[128]; /* escaped; of the names that the format tells tools to ignore */
};

/*
 * Installs the package `from`, an archive or a folder, as the folder `to`/ID: written aside, loaded there as a
 * problem, and renamed when that succeeded. In an archive the package is at the root, or is the one folder there.
 * -EEXIST: there is one of that id, which stays as it is; -EINVAL: it is not to be trusted (archive.h), is damaged, or
 * no id can be made of its name; and what reading and writing may say. On failure nothing is left behind.
 * (package_import.c)
 */
int package_import(const char *from, const char *to, const struct transfer_options *o, struct transferred *out,
		   struct err *e) must_check;

/*
 * Installs a new package of a kind ("function", "stdio", "interactive", "debugging") as `to`/ID: a small whole problem
 * that verifies clean, to be changed step by step. The uuid is a new one. As package_import; -EINVAL also for an id
 * that is no name for a function in C, where the kind needs one. (skeleton.c)
 */
int skeleton_install(const char *kind, const char *id, const char *to, bool (*stop)(void), struct transferred *out,
		     struct err *e) must_check;

enum pack_layout {
	PACK_FOLDER, /* everything in one folder named by the id, as the format has it */
	PACK_ROOT,   /* problem.yaml at the root, as DOMjudge looks for it */
};

/* How a package is made one for other judges. */
struct pack_standard {
	/* Gives the bytes of test number i, which may be generated or the model's. */
	int (*read)(void *arg, size_t i, struct buf *input, struct buf *answer, struct err *e);
	/* Is told of whatever is left out, or is not as it was, in one line; may be NULL. */
	void (*note)(void *arg, const char *line);
	void *arg;
};

/*
 * Writes the package of `p` as the archive `file`, replacing what is there once it is whole. *n: how many files.
 * `standard`: NULL, or it is written as package_standard does. (package_pack.c)
 */
int package_pack(const struct problem *p, enum pack_layout layout, const struct pack_standard *standard,
		 const char *file, bool (*stop)(void), size_t *n, struct err *e) must_check;

/*
 * Writes the package of `p` into the empty folder `dir` as other judges want it: in version 2025-09 of the format, with
 * every test as a file and without judge.yaml. It can be loaded and is judged alike, but for what only judge.yaml can
 * say; where a legacy package gives scores they are the same, and verdicts may be others. -EINVAL: it has no
 * counterpart there. (package_standard.c)
 */
int package_standard(const struct problem *p, const char *dir, const struct pack_standard *how,
		     struct err *e) must_check;

#endif
