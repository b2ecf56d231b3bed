/*
 * problem: a problem package as data.
 *
 * A package is a directory in the ICPC / Kattis problem package format, of either version that is about: 2025-09 and
 * `legacy`, which has other names for much. Both become the same struct problem. What that format has no word for
 * (signatures, drivers, rules, generated tests, expectations that name a reason) stands in a file of its own,
 * judge.yaml: other tools ignore it, and packages from elsewhere run without it. Its keys are documented in
 * problems/FORMAT.md.
 *
 * Packages may come from others: sizes, counts and names are bounded, a link that leads out of the package is
 * refused, and every fault is an error that names file, line and key. So is everything that the format allows and
 * this judge does not do: what loads can be judged. What is only odd, such as a key that nobody knows, is a note.
 */
#ifndef JUDGE_JUDGE_PACKAGE_PROBLEM_H
#define JUDGE_JUDGE_PACKAGE_PROBLEM_H

#include "judge/package/glob.h"
#include "judge/verdict.h"
#include "runners/formula.h"
#include "runners/language.h"
#include "runners/runner.h"

#define PROBLEM_ID_MAX        64
#define PROBLEM_TESTS_MAX     10000
#define PROBLEM_FILE_MAX      (64u * 1024u * 1024u) /* bytes of one test file */
#define PROBLEM_ARGUMENTS_MAX 32u                   /* of an output validator of its own */
#define OUTPUT_VALIDATORS_MAX 8u
#define VALIDATION_OUTPUT_MAX (64u * 1024u * 1024u) /* bytes */

/*
 * One test as the package declares it. Its data is one of: a literal input, arguments of the generator, a file. Where
 * the bytes are is the test set's affair (testset.h). A static test has none: of the submission's files, which are not
 * run, the static validator is asked.
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
	const char *args; /* of the submission, blank-separated, or NULL */
	const char *validator_args;                     /* of the output validator, or NULL: the problem's … */
	const char *input_args;                         /* of every input validator, or NULL … */
	const struct problem_input_args *input_args_of; /* … or of some, ended by a name of NULL */
	size_t node;                                    /* that it is an item of, where there are nodes */
	bool is_static;   /* … and of a static test those of the static validator, or NULL: none */
	bool gives_score; /* a static one: it is not 'pass-fail', and gives … */
	double max_score; /* … at most so much */
};

#define TEST_PATH_MAX 1024
/*
 * The name that the format gives it, below data/: "secret/edge/01-empty". Cut where it does not fit.
 */
const char *problem_test_path(const struct problem_test *t, char path[TEST_PATH_MAX]);

/* Arguments of one input validator, and none for the others. */
struct problem_input_args {
	const char *name; /* of the program */
	const char *args; /* blank-separated */
};

/* A sample of what is said in a conversation or in passes, for people: lines that begin with "<" and ">". */
struct problem_interaction {
	const char *name; /* "1" */
	const char *file; /* below the package: "data/sample/1.interaction" */
	const char *text;
};

struct problem_group {
	const char *name;
	const char *what; /* one line for people */
};

/* How the scores of a node's items become its own. */
enum score_mode { SCORE_PASS_FAIL, SCORE_SUM, SCORE_AVERAGE, SCORE_MIN, SCORE_MAX };
/* … and their verdicts, in the legacy format: the worst, the first that is none of AC, AC whatever they are. */
enum verdict_mode { VERDICT_OF_WORST, VERDICT_OF_FIRST, VERDICT_OF_NONE };

struct problem_item {
	bool is_test;
	size_t index; /* of problem.tests or problem.nodes */
};

/*
 * A folder of tests, as far as results are put together in it: data/ itself, sample, secret, the groups, and in the
 * legacy format every folder below each other. Scores are of 2025-09 where the format is not named.
 */
struct problem_node {
	const char *name; /* below data/: "secret/group1"; "" is data/ */
	size_t parent;    /* its index; of data/ its own */
	enum score_mode score;
	double max_score;          /* INFINITY: without a bound */
	double min_score;          /* legacy; -INFINITY: without one */
	double test_max;           /* of each test in it; INFINITY: without a bound */
	double accept_score;       /* legacy: of a test that is accepted and has none of its own … */
	double reject_score;       /* … or is not */
	enum verdict_mode verdict; /* legacy */
	bool accept_any;           /* legacy: AC where one item is */
	bool last_only;            /* legacy: of its items the last counts, which is secret */
	bool breaks;               /* behind the first item that is not accepted none is looked at */
	const size_t *requires;    /* nodes whose tests must all be accepted before this one is looked at */
	size_t n_requires;
	const struct problem_item *items; /* in the order of their names */
	size_t n_items;
};

/* Sets of verdicts, as bits. */
#define VERDICT_BIT(v) (1u << (v))

/* What a reference has to do with the time limit. */
enum time_bound {
	TIME_BOUND_BY_VERDICT, /* lower where it may not be too slow, upper where it must be */
	TIME_BOUND_NONE,
	TIME_BOUND_LOWER,
	TIME_BOUND_UPPER,
};

/*
 * What the format promises of a reference, about all tests or some. Where a set speaks of tests it knows the four words
 * of the format, AC, WA, TLE and RTE (verdict_big5); tests that were not run count for nothing.
 */
struct problem_expectation {
	const char *from;         /* where it stands, for people: "submissions/submissions.yaml:4: wrong_answer" */
	const struct glob *tests; /* the names of tests and groups below data/; NULL: all tests */
	uint32_t permitted;       /* each of those tests gets one of these; 0: anything */
	uint32_t required;        /* at least one gets one of these; 0: nothing */
	uint32_t overall;         /* the submission as a whole gets one of these, in our own words; 0: nothing */
	const char *message;      /* stands in what the output validator writes for those who judge; NULL: nothing */
	bool has_score;           /* of the group that `tests` names, or of the submission: */
	bool below_best;          /* … accepted, and yet not with the best score */
	double score_min, score_max;
	enum time_bound time;
};

/*
 * What a reference submission must get. `file` may be a folder of sources; both kinds are what submission_load takes.
 */
struct problem_reference {
	const char *file;          /* below submissions/: "wrong_answer/get_does_not_touch.c" */
	struct judgement expected; /* VERDICT_NONE: all but AC. Of the reason the beginning, "" = any */
	const char *trap;          /* what it gets wrong, for people, or NULL */
	const char *family;        /* size family that catches a growth trap, or NULL */
	/* What the format's own files and folders say; where there are any, `expected` is only their gist. */
	const struct problem_expectation *expectations;
	size_t n_expectations;
	enum language language;
	const char *entrypoint; /* the file to begin with, or NULL: the language's own choice */
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

#define LANGUAGES_ALL ((1u << LANGUAGE_COUNT) - 1)

/* A program that a package brings along. */
struct program {
	const char *name; /* of its file or its folder */
	enum language language;
	/* NULL: there is none. Of LANGUAGE_SCRIPTS: all files of the folder, of any bytes, by their paths below it. */
	const struct source *sources;
	size_t n_sources;
};

/* Which text of the format the package follows. */
enum problem_format { PROBLEM_2025_09, PROBLEM_LEGACY };

struct problem {
	struct arena memory; /* owns all below */
	enum problem_format format;
	bool is_ours;             /* has a judge.yaml, and is held to what our packages promise */
	const char *const *notes; /* what is odd in the package and no reason to refuse it; one line each */
	size_t n_notes;
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
	/* What is added to a submission in that language, in the place of its own files of those names. */
	const struct source *includes[LANGUAGE_COUNT];
	size_t n_includes[LANGUAGE_COUNT];
	const char *prelude; /* header included ahead, or NULL */
	const struct signature *signatures;
	size_t n_signatures;
	const struct rule *rules;
	size_t n_rules;

	const struct source *generator; /* of generators/, NULL = none */
	size_t n_generator;
	const struct program *validators; /* of input_validators/: all that this judge can run, and all must agree */
	size_t n_validators;
	/*
	 * The package's own, all of which must accept; none: the default one is asked. One alone where it talks, asks
	 * for passes or gives scores, and in 2025-09.
	 */
	const struct program *output_validators;
	size_t n_output_validators;
	const struct program *static_validator; /* that the static tests ask; NULL: there are none */
	bool validator_scores; /* it may give a score to what it accepts; in the legacy format, it must */
	bool wants_validator;  /* problem.yaml says that there is one */
	const char *model;     /* below submissions/: whose output is the answer where none is written */

	bool scoring;       /* a submission gets a score */
	bool minimise;      /* … of which less is better */
	bool multi_pass;    /* it may ask for another run with an input of its own */
	unsigned passes;    /* … at most so many */
	uint32_t languages; /* that it may be solved in: bits, 1u << enum language */

	struct run_limits limits;
	bool has_time_limit; /* the package gives one; else it is a default */
	bool has_wall_limit; /* likewise; else it follows from that */
	/* Safety margins for one: the slowest that is accepted, to it; it, to the fastest that is too slow. */
	double ac_to_time_limit, time_limit_to_tle;
	double time_resolution_s;             /* it is a multiple of this */
	bool soundness;                       /* the stage is run: there is a judge.yaml */
	bool decides[FINDING_CLASSES];        /* a finding of the class is a rejection; else it is shown */
	uint64_t code_bytes;                  /* of all files of a submission; 0 = no limit of its own */
	const char *time_words, *space_words; /* complexity limits for people: "O(1) an operation", or NULL */
	/* of the default output validator (check_parse), or behind the three that its own one gets; or NULL */
	const char *validator_args;
	uint64_t compilation_cpu_us, compilation_bytes; /* of a submission; 0: the build's own */
	/* Limits of an output validator of its own; 0: PART_LIMITS. */
	uint64_t validation_cpu_us, validation_bytes;
	uint64_t validation_output_bytes; /* 0: checker.c's own */

	const struct problem_group *groups; /* in order, none without a test; "sample" first, where there are samples */
	size_t n_groups;
	const struct problem_test *tests; /* ordered by group, then by name; behind them the static ones, by group */
	size_t n_tests;                   /* of them have data … */
	size_t n_static;                  /* … and so many do not */
	const struct problem_interaction *interactions; /* by name */
	size_t n_interactions;
	/* How results are put together: data/ first, each before those in it; none where all tests must be accepted. */
	const struct problem_node *nodes;
	size_t n_nodes;
	const struct problem_reference *references;
	size_t n_references;
	const struct problem_family *families;
	size_t n_families;
	const char *const *hints; /* graded, the mildest first */
	size_t n_hints;
};

/* All tests that a submission is judged by. */
static inline size_t problem_n_judged(const struct problem *p)
{
	return p->n_tests + p->n_static;
}

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
