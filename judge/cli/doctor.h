/*
 * doctor: what this host gives the judge, as a list of findings; cmd_doctor.c shows them.
 */
#ifndef JUDGE_JUDGE_CLI_DOCTOR_H
#define JUDGE_JUDGE_CLI_DOCTOR_H

#include "sandbox/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define FINDINGS_MAX 64u

enum finding_state {
	FINDING_INFO, /* a fact */
	FINDING_FINE,
	FINDING_MISSING, /* the judge works without it, and reports say so */
	FINDING_BROKEN,  /* without it nothing can be judged */
};

struct finding {
	const char *section; /* "sandbox" */
	const char *what;    /* "memory cgroup" */
	enum finding_state state;
	const char *detail; /* what it guarantees, or is, or why it is not there */
	const char *remedy; /* "" or what can be done */
};

struct findings {
	struct arena memory; /* owns the texts */
	struct finding list[FINDINGS_MAX];
	size_t n;
	bool hosting;    /* strangers' programs can be judged here: the sandbox has all that judge serve needs */
	bool incomplete; /* memory has run out, or there was one too many */
};

/*
 * Looks at everything. A thing that cannot be looked at is a finding, not an error. `cgroup_dir` as of sandbox_config.
 */
void doctor_examine(struct findings *f, const char *cgroup_dir);
void doctor_clear(struct findings *f);
size_t doctor_count(const struct findings *f, enum finding_state state);

#endif
