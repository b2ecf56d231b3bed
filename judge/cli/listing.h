/*
 * listing: the problems of the set, which of them are asked for, and which were solved.
 */
#ifndef JUDGE_JUDGE_CLI_LISTING_H
#define JUDGE_JUDGE_CLI_LISTING_H

#include "judge/package/problem.h"
#include "sandbox/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct listed {
	struct problem *problem; /* owned; NULL: damaged */
	const char *id;
	struct err damage; /* of a damaged package */
	bool wanted;       /* by the query; never a damaged one */
	bool tried, solved;
};

struct listing {
	char **ids;          /* owned, one block */
	struct listed *rows; /* owned; sorted by id */
	size_t n;
	bool damaged; /* some package is */
};

/* What is wanted; NULL and 0 want everything. Letters match in either case. */
struct listing_query {
	const char *words; /* each stands in the id, name, question, section, difficulty, a topic or the statement */
	const char *topic; /* stands in a topic */
	const char *difficulty; /* "easy", "medium", "hard" */
	unsigned minutes;       /* at most; what does not say how long it takes is not wanted */
	bool unsolved;
};

/*
 * Loads all packages and looks them up in the history. The listing is to be cleared also after
 * an error, which is one of the problem set as a whole: a damaged package is a row like others, and without a history
 * nothing was tried.
 */
int listing_load(struct listing *l, const struct listing_query *query, struct err *e) must_check;
void listing_clear(struct listing *l);

#endif
