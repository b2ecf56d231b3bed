/*
 * problem: a problem package as data.
 *
 * A package is a directory in the ICPC / Kattis problem package format (2025-09): problem.yaml, statement/,
 * data/sample, data/secret, submissions/<expected>/, input_validators/, include/. That format treats unknown keys of
 * problem.yaml as errors, so what it has no word for (signatures, drivers, rules, generated tests, expectations finer
 * than a folder) stands in a file of its own, judge.yaml: other tools ignore it, and packages from elsewhere run
 * without it. Its keys are documented in problems/FORMAT.md.
 *
 * Packages may come from others: sizes, counts and names are bounded, a link that leads out of the package is
 * refused, and every fault is an error that names file, line and key. So is everything that the format allows and
 * this judge does not do (scores, several passes, static validators): what loads can be judged.
 */
#ifndef JUDGE_JUDGE_PROBLEM_H
#define JUDGE_JUDGE_PROBLEM_H

#include "judge/verdict.h"
#include "runners/formula.h"
#include "runners/runner.h"

#define PROBLEM_ID_MAX        64
#define PROBLEM_TESTS_MAX     1000
#define PROBLEM_FILE_MAX      (64u * 1024u * 1024u) /* bytes of one test file */
#define PROBLEM_ARGUMENTS_MAX 32u                   /* of an output validator of its own */

/*
 * One test as the package declares it. Its data is one of: a literal input, arguments of the generator, a file. Where
 * the bytes are is the test set's affair (testset.h).
 */
struct problem_test {
	const char *group;    /* "sample", "basic", "edge", "adversarial", "stress" … */
	const char *name;     /* unique in its group: "03-overwrite-moves-to-front" */
	const char *reason;   /* why it exists: one line for people, never its data; "" where no reason is given */
	const char *input;    /* literal input, or NULL … */
	const char *answer;   /* literal answer written by hand, or NULL: the model solution's output */
	const char *generate; /* … or the generator's arguments, blank-separated, or NULL */
	const char *file; /* … or its .in below the package, with its .ans beside it, or NULL: package_open_file */
	bool sample;      /* full feedback: data may be shown */
};

struct problem_group {
	const char *name;
	const char *what; /* one line for people */
};

/*
 * What a reference submission must get. `file` may be a folder of sources; both kinds are what submission_load takes.
 */
struct problem_reference {
	const char *file;          /* below submissions/: "wrong_answer/get_does_not_touch.c" */
	struct judgement expected; /* VERDICT_NONE: all but AC. Of the reason the beginning, "" = any */
	const char *trap;          /* what it gets wrong, for people, or NULL */
	const char *family;        /* size family that catches a growth trap, or NULL */
};

/* What of the soundness stage decides: by the class of a finding. X(id, the key in judge.yaml, unless it says else) */
#define SOUNDNESS_CLASSES(X)    \
	X(MEMORY, memory, true) \
	X(LEAK, leaks, false)   \
	X(UNDEFINED, undefined, false)

/* A size beside n that limits speak of: "E" is "4 n". */
struct problem_size {
	const char *name; /* one word of letters */
	const char *is;   /* formula in n */
	struct formula formula;
};

#define PROBLEM_SIZES_MAX (FORMULA_SIZES_MAX - 1)

/* A size family with its limits, for the complexity stage. */
struct problem_family {
	const char *name;
	const char *what;     /* "n operations on a full cache of capacity n" */
	const char *generate; /* generator arguments with {n} for the size */
	const char *time;     /* "n", "n log n"; as a function of the sizes over the whole phase; NULL = not measured */
	const char *space;    /* "1", "n"; likewise */
	struct formula time_formula, space_formula; /* with the above */
	const char *time_best, *space_best;         /* of the best that is known where the limit is laxer, or NULL */
	double time_ratio, space_ratio;             /* at most so many times the model's; 0 = no such limit */
	const char *phase;                          /* of the driver (driver.h), or NULL: the whole run */
	uint64_t first, last;                       /* the ladder's sizes */
	struct problem_size sizes[PROBLEM_SIZES_MAX];
	size_t n_sizes;
};

#define FAMILY_FIRST_DEFAULT 64u
#define FAMILY_LAST_DEFAULT  (1u << 20)
#define FAMILY_LAST_MAX      (1u << 30)

struct problem {
	struct arena memory;       /* owns all below */
	const char *id;            /* the directory's name: [a-z0-9_]+ */
	const char *dir;           /* absolute */
	const char *name;          /* title */
	const char *section;       /* "Data structures and algorithms" */
	const char *difficulty;    /* "easy", "medium", "hard"; "" where the package does not say */
	const char *question;      /* of the interview book that it answers; "" where the package does not say */
	unsigned minutes;          /* that somebody needs who has the idea; 0 where the package does not say */
	const char *const *topics; /* one or two words each */
	size_t n_topics;
	const char *hash;      /* of what can change a verdict (package_hash): a key for built things */
	const char *statement; /* markdown, whole; a note that names the file where there is no markdown */
	const char *solution;  /* markdown: the idea, follow-up questions with answers; or NULL */
	const char *starter;   /* C text that `judge start` writes, or NULL */
	bool function_style;   /* has a driver and signatures; else programs with main */
	bool interactive;      /* its output validator talks to the submission while that runs */

	const char *driver;           /* C text of the driver, or NULL */
	const struct source *headers; /* of include/: what a submission may include */
	size_t n_headers;
	const char *prelude; /* header included ahead, or NULL */
	const struct signature *signatures;
	size_t n_signatures;
	const struct rule *rules;
	size_t n_rules;

	const struct source *generator; /* C sources of generators/, NULL = none */
	size_t n_generator;
	const struct source *validator; /* C sources of input_validators/, NULL = none that this judge can run */
	size_t n_validator;
	const struct source *output_validator; /* C sources of output_validator/, NULL = the default one is asked */
	size_t n_output_validator;
	const char *model; /* below submissions/: whose output is the answer where none is written */

	struct run_limits limits;
	bool soundness;                       /* the stage is run: there is a judge.yaml */
	bool decides[FINDING_CLASSES];        /* a finding of the class is a rejection; else it is shown */
	uint64_t code_bytes;                  /* of all files of a submission; 0 = no limit of its own */
	const char *time_words, *space_words; /* complexity limits for people: "O(1) an operation", or NULL */
	/* of the default output validator (check_parse), or behind the three that its own one gets; or NULL */
	const char *validator_args;
	uint64_t validation_cpu_us, validation_bytes; /* limits of an output validator of its own; 0: PART_LIMITS */

	const struct problem_group *groups; /* in order, none without a test; "sample" first, where there are samples */
	size_t n_groups;
	const struct problem_test *tests; /* ordered by group, then by name */
	size_t n_tests;
	const struct problem_reference *references;
	size_t n_references;
	const struct problem_family *families;
	size_t n_families;
	const char *const *hints; /* graded, the mildest first */
	size_t n_hints;
};

/*
 * Loads and checks a package. -ENOENT, -ENOTDIR: no such package; -EINVAL: the package is damaged, the text says
 * where. *out is owned by the caller.
 */
int problem_load(const char *dir, struct problem **out, struct err *e) must_check;
void problem_free(struct problem *p);
static inline void cleanup_problem_(struct problem **p)
{
	problem_free(*p);
}
#define cleanup_problem cleanup(cleanup_problem_)

/*
 * $JUDGE_PROBLEMS, else problems/ of the build tree, else PREFIX/share/judge/problems. malloc'ed. -ENOENT names what
 * was tried.
 */
int problems_dir(char **out, struct err *e) must_check;
/* Ids of all packages there, sorted; one malloc'ed block. */
int problems_list(const char *dir, char ***ids, size_t *n, struct err *e) must_check;
/*
 * Loads problems/<id>. An unknown id is -ENOENT with the nearest id suggested; an id that is no name ("../x")
 * likewise.
 */
int problem_open(const char *id, struct problem **out, struct err *e) must_check;

#endif
