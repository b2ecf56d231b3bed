/*
 * corpus: the programs of tests/complexity, whose growth is known, measured and judged.
 *
 * The first line of each says what it is: time, space, the order of its input, and the sizes where they are not those
 * of the others. A program is judged against each class as a limit, and should be accepted by those that grow at least
 * as fast as its label.
 */
#ifndef JUDGE_TESTS_SUPPORT_CORPUS_H
#define JUDGE_TESTS_SUPPORT_CORPUS_H

#include "runners/cost.h"

#define CORPUS_FIRST 16
#define CORPUS_LAST  (UINT64_C(1) << 21)

struct labelled {
	char name[64]; /* of the file, without ".c" */
	char *text;    /* owned by the corpus */
	size_t len;
	enum fit_class truth[2]; /* by enum cost_measure */
	char order[16];          /* of tests/complexity/driver.c */
	uint64_t first, last;
};

struct corpus {
	struct toolchain *tc;
	struct sandbox *sandbox;
	struct artifact counting, plain; /* runners */
	struct labelled *programs;       /* by name */
	size_t n;
};

/* `half`: "calibrate" or "measured". */
int corpus_open(const char *half, struct corpus *out, struct err *e) must_check;
void corpus_close(struct corpus *c);
/* NULL: there is none of that name. */
const struct labelled *corpus_find(const struct corpus *c, const char *name);

/* The program with steps to count (`counter`: their name), or plain (NULL). The caller clears it. */
int corpus_build(struct corpus *c, const struct labelled *p, const char *counter, struct build *out,
		 struct err *e) must_check;
int corpus_box(struct corpus *c, const struct build *b, const char *counter, struct run_box **out,
	       struct err *e) must_check;

/*
 * The input of a size. `idle`: all is made ready, and the program not called; so much time is not its own. The caller
 * closes it.
 */
int corpus_input(const struct labelled *p, uint64_t n, bool idle, int *fd, struct err *e) must_check;

/* As far as every climb goes, and as far as one goes where that leaves a doubt. */
struct climbed {
	struct cost_curve near, far;
};

/* Builds and climbs the ladder. -EIO: it did not end as a program of the corpus should. */
int corpus_measure(struct corpus *c, const struct labelled *p, const char *counter, struct climbed *out,
		   struct err *e) must_check;

/* What the fit makes of points: the class, and which classes as limits accept them. */
struct opinion {
	struct fit found;
	bool accepts[FIT_CLASS_COUNT];
	struct fit_limit against[FIT_CLASS_COUNT];
};
void corpus_judge(const struct fit_point *points, size_t n, double floor, struct opinion *out);
/* Against each limit by the near curve, or where that is close by the far one, as a submission is judged. */
void corpus_judge_climbed(const struct climbed *climbed, enum cost_measure what, struct opinion *out);

/* How often opinions were right. */
struct tally {
	unsigned programs, named_wrong, pairs, false_accepts, false_rejects;
};
/* Adds; what is wrong is printed as a line behind `mark`, unless that is NULL. */
void corpus_tally(struct tally *t, const struct labelled *p, enum cost_measure what, const struct opinion *o,
		  const char *mark);

#endif
