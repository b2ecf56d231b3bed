/*
 * standard: a package in the words of the format's version 2025-09 alone, for judges that know neither judge.yaml nor
 * that version's ancestor; what its two files share.
 */
#ifndef JUDGE_JUDGE_PACKAGE_STANDARD_H
#define JUDGE_JUDGE_PACKAGE_STANDARD_H

#include "judge/package/package.h"
#include "judge/package/transfer.h"

/* A text as a scalar of YAML in double quotes. */
void standard_put_text(struct buf *out, const char *text);
/* Arguments, blank-separated, as a list of YAML. */
void standard_put_words(struct buf *out, const char *words);

/* The problem.yaml of a legacy package, whose own is `root`. (standard_yaml.c) */
int standard_problem_yaml(const struct problem *p, const struct yaml *root, struct buf *out, struct err *e) must_check;
/*
 * Is a reference one whose promise the format can state, and that tests alone can see kept? Else other judges would
 * find it broken, so that it stays behind. (standard_yaml.c)
 */
bool standard_takes(const struct problem_reference *ref);
/* The submissions.yaml of those, where folders do not say it all; nothing where they do. (standard_yaml.c) */
int standard_submissions_yaml(const struct problem *p, struct buf *out, struct err *e) must_check;

#endif
