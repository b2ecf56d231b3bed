/*
 * listing: the problems of the set, which of them are asked for, and which were solved.
 */
#ifndef JUDGE_JUDGE_CLI_LISTING_H
#define JUDGE_JUDGE_CLI_LISTING_H

#include "judge/problem.h"
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

/*
 * Loads all packages and looks them up in the history. A problem is wanted when each blank-separated word of the query
 * stands in its id, name, section, difficulty or statement, whatever the case. The listing is to be cleared also after
 * an error, which is one of the problem set as a whole: a damaged package is a row like others, and without a history
 * nothing was tried.
 */
int listing_load(struct listing *l, const char *query, struct err *e) must_check;
void listing_clear(struct listing *l);

#endif
