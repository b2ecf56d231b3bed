/*
 * rejudging: submissions of the store, judged by their packages as they are now.
 *
 * A package changes: a test is added, a limit is set anew. Its content hash is its version, and each judgement knows
 * the version that it was made by. A rejudging has three steps, each with its own look at the store:
 *   plan    which submissions were judged by another version than the present one;
 *   judge   each of them, which changes nothing; what they got and would get stands side by side;
 *   apply   a further judgement for each, in a transaction of its own.
 * Between the steps the store may change: what somebody else has judged again meanwhile is left as it is.
 */
#ifndef JUDGE_JUDGE_STORE_REJUDGING_H
#define JUDGE_JUDGE_STORE_REJUDGING_H

#include "judge/store/store.h"

#define REJUDGING_MAX 100000u /* submissions at one time */

/* What became of one submission, from what is least to what is most of a change. X(id, word) */
#define REJUDGED_STATES(X)                                                       \
	X(PLANNED, "planned") /* it is yet to be judged */                       \
	X(SAME, "none")       /* verdict, reason and score are what they were */ \
	X(REASON, "reason")   /* the verdict is the same, for another reason */  \
	X(SCORE, "score")     /* … with another score */                       \
	X(VERDICT, "verdict") /* it gets another verdict */                      \
	X(FAILED, "failed")   /* it cannot be judged: the package is gone, the source is damaged, the judge failed */

enum rejudged_state {
#define X(id, word) REJUDGED_##id,
	REJUDGED_STATES(X)
#undef X
		REJUDGED_COUNT
};
const char *rejudged_word(enum rejudged_state s);

struct rejudged {
	struct store_entry was;        /* the last judgement in the store */
	const struct problem *problem; /* NULL: there is none, and `failure` says why */
	enum rejudged_state state;
	/* Of the states from SAME to VERDICT: */
	struct judgement now;
	char score[32];         /* as of store_entry */
	uint32_t passed, total; /* likewise */
	struct report *report;  /* owned; its id is the submission's; NULL unless the query has `keep` */
	bool applied;           /* it is in the store, numbered was.number + 1 */
	bool judge_failed;      /* with FAILED: for no fault of package or source */
	struct err failure;     /* of FAILED, and of applying it */
};

/* Is it judged, so that it has a new verdict? */
bool rejudged_is_judged(const struct rejudged *one);

/* A package that submissions are for, opened once. */
struct rejudging_package {
	char id[PROBLEM_ID_MAX];
	struct problem *problem; /* owned; NULL: it cannot be opened */
	struct err failure;
};

struct rejudging {
	struct rejudged *all; /* owned; the oldest first */
	size_t n;
	size_t current; /* so many that were asked for have been judged by the present version, and are left alone */
	struct rejudging_package *packages; /* owned */
	size_t n_packages;
	bool keep; /* of the query */
};

/* Zeroed: everything that there is and that was judged by another version. */
struct rejudging_query {
	const char *const *problems; /* of one of these; none: of any */
	size_t n_problems;
	const char *const *submissions; /* one of these, by id or its beginning; none: any */
	size_t n_submissions;
	enum verdict verdict; /* that has this one now; VERDICT_NONE: any */
	bool force;           /* those that were judged by the present version too */
	bool keep;            /* the reports, to apply them */
};

/*
 * Fills a zeroed *r, which is to be cleared also after an error. A package that cannot be opened is no error: what is
 * for it has FAILED. -ENOENT, -EEXIST: a submission that was named is none, or one of several; -E2BIG: more than
 * REJUDGING_MAX; and those of the store.
 */
int rejudging_plan(struct rejudging *r, struct store *s, const struct rejudging_query *q, struct err *e) must_check;
void rejudging_clear(struct rejudging *r);

/*
 * Judges the i-th. 0 too when it has FAILED; an error is what keeps the judge from going on (-ENOMEM, a store that
 * cannot be read). Nothing is written.
 */
int rejudging_judge(struct rejudging *r, size_t i, struct store *s, struct judge *j, const struct judge_options *o,
		    struct err *e) must_check;
/*
 * Writes the judgement of the i-th, of which the report was kept; of one that is not judged, or has FAILED, there is
 * none to write. -ESTALE: somebody else has judged it again, which is kept in its `failure` too; the others are not
 * concerned.
 */
int rejudging_apply(struct rejudging *r, size_t i, struct store *s, struct err *e) must_check;

/* How many had one verdict and get the other. */
struct rejudging_matrix {
	size_t n[VERDICT_COUNT][VERDICT_COUNT]; /* [was][now] */
	size_t states[REJUDGED_COUNT];
};
void rejudging_count(const struct rejudging *r, struct rejudging_matrix *out);

#endif
