/*
 * standard: a package in the words of the format's version 2025-09 alone, for judges that know neither judge.yaml nor
 * that version's ancestor; what its files share.
 */
#ifndef JUDGE_JUDGE_PACKAGE_STANDARD_H
#define JUDGE_JUDGE_PACKAGE_STANDARD_H

#include "judge/package/package.h"
#include "judge/package/transfer.h"

/* One package on its way. */
struct standard {
	const struct problem *p;
	struct package pk; /* owned */
	struct arena memory;
	const char *dir; /* that it is written into */
	const struct pack_standard *how;
	const struct standard_node *nodes; /* of each of p->nodes, or NULL */
	struct err *e;
};

/* Tells of something that is not as it was. */
void standard_note(const struct standard *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Tells of each key of a map that is none of `known`, ended by NULL: it is left out. A map that is NULL has none. */
void standard_note_others(const struct standard *s, const struct yaml *map, const char *const known[]);

/* A text as a scalar of YAML in double quotes. */
void standard_put_text(struct buf *out, const char *text);
/* Arguments, blank-separated, as a list of YAML. */
void standard_put_words(struct buf *out, const char *words);

/*
 * The problem.yaml of a legacy package, whose own is `root`. `languages`: of its statements, ended by NULL.
 * (standard_yaml.c)
 */
int standard_problem_yaml(const struct standard *s, const struct yaml *root, const char *const *languages,
			  struct buf *out) must_check;
/* Tells of what files of settings beside the tests of a legacy package say in vain. (standard_yaml.c) */
int standard_note_settings(const struct standard *s) must_check;

/*
 * Is a reference one whose promise the format can state, and that tests alone can see kept? Else other judges would
 * find it broken, so that it stays behind. (standard_submissions.c)
 */
bool standard_takes(const struct problem_reference *ref);
/* The submissions.yaml of those, where folders do not say it all; nothing where they do. (standard_submissions.c) */
int standard_submissions_yaml(const struct standard *s, struct buf *out) must_check;

/* What becomes of a node of a legacy package with scores. (standard_scores.c) */
struct standard_node {
	const char *folder;    /* below data/: "secret/b-easy"; NULL: its groups are those of secret */
	enum score_mode score; /* SCORE_PASS_FAIL, SCORE_SUM or SCORE_MIN */
	double max_score;      /* a whole number, or INFINITY */
	const char *require;   /* the group that it waits for, or NULL */
};
/*
 * Of each of p->nodes, so that each submission gets the score that it got. -EINVAL: the rules of 2025-09 cannot say it;
 * the text names the folder.
 */
int standard_scores(const struct problem *p, struct arena *memory, const struct standard_node **out,
		    struct err *e) must_check;
/* Its test_group.yaml; nothing where it needs none. */
void standard_put_scores(const struct standard_node *node, struct buf *out);

#endif
