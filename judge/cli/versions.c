/*
 * versions: which version of a package there is now. Each is opened once, however many submissions are for it; where
 * one cannot be opened nothing is said of it here, since other commands do.
 */
#include "judge/cli/versions.h"

#include "judge/package/problem.h"
#include "sandbox/base/cleanup.h"
#include "sandbox/base/hash.h"

#include <string.h>

struct version {
	char problem[PROBLEM_ID_MAX];
	char hash[HASH_HEX_MAX];
};

const char *versions_now(struct versions *v, const char *problem)
{
	cleanup_problem struct problem *p = NULL;
	struct err ignored = ERR_INIT;
	struct version *more, *new;

	for (size_t i = 0; i < v->n; i++)
		if (!strcmp(v->all[i].problem, problem))
			return v->all[i].hash;
	more = reallocarray(v->all, v->n + 1, sizeof(*more));
	if (!more)
		return "";
	v->all = more;
	new = &more[v->n++];
	*new = (struct version){ .hash = "" };
	snprintf(new->problem, sizeof(new->problem), "%s", problem);
	if (problem_open(problem, &p, &ignored) == 0)
		snprintf(new->hash, sizeof(new->hash), "%s", p->hash);
	return new->hash;
}

void versions_clear(struct versions *v)
{
	free(v->all);
	*v = (struct versions){ .n = 0 };
}
