/*
 * versions: which version of a package there is now, to be compared with the one that a submission was judged by.
 */
#ifndef JUDGE_JUDGE_CLI_VERSIONS_H
#define JUDGE_JUDGE_CLI_VERSIONS_H

#include <stddef.h>

/* A version is shown by the beginning of its hash. */
#define VERSION_DIGITS 12

struct version;

struct versions {
	struct version *all; /* owned */
	size_t n;
};

/* The hash of that package as it is now, kept until versions_clear; "" when there is none, or it is damaged. */
const char *versions_now(struct versions *v, const char *problem);
void versions_clear(struct versions *v);
#define cleanup_versions cleanup(versions_clear)

#endif
