/*
 * report: all that is known of one judged submission, as data. The pipeline fills it; emitters (terminal, JSON) and
 * the store only read it.
 *
 * Text in it is as it came, from the candidate, a box or a package: the emitters escape it. No reason of a judgement
 * and no error text in it holds test data. Which parts are shown to whom is decided in one place, report_view.h.
 */
#ifndef JUDGE_JUDGE_REPORT_REPORT_H
#define JUDGE_JUDGE_REPORT_REPORT_H

#include "judge/package/problem.h"
#include "judge/verdict.h"
#include "runners/cost.h"
#include "runners/cost_pass.h"
#include "runners/runner.h"

#define REPORT_ID_MAX     33                  /* 32 hex digits and the NUL */
#define REPORT_DATA_MAX   4096                /* bytes of a text of a test; what follows is not kept */
#define REPORT_MEMORY_MAX (64u * 1024 * 1024) /* bytes of report.memory */

/* The stages of the pipeline, in order; the table with their functions is in pipeline.c. X(id, word) */
#define STAGES(X)                   \
	X(RULES, "rules")           \
	X(COMPILE, "compile")       \
	X(TESTS, "tests")           \
	X(COMPLEXITY, "complexity") \
	X(SOUNDNESS, "soundness")

enum stage {
	STAGE_NONE, /* none decided: the judge failed before or between them */
#define X(id, word) STAGE_##id,
	STAGES(X)
#undef X
		STAGE_COUNT
};
/* "rules"; "-" for STAGE_NONE and anything that is no stage. Static. */
const char *stage_word(enum stage s);

/* One test as it was judged. The numbers count only when it ran, that is, when its verdict is not VERDICT_NONE. */
struct report_test {
	const struct problem_test *test;
	struct judgement judgement; /* VERDICT_NONE: not run, since an earlier one decided */
	uint64_t cpu_us, wall_us;
	uint64_t peak_bytes;
	uint64_t input_bytes;
	unsigned pass;  /* in which a multi-pass test ended, from 1; 0: it has none */
	int exit_code;  /* 0 when a signal ended it */
	int signal;     /* 0 when it ended by itself */
	bool has_score; /* it was accepted, and its folder adds up scores: */
	double score;
	/* The first difference, for a WA, and the place of it in both lines. */
	uint64_t diff_line;        /* from 1; 0 = none */
	const char *diff_expected; /* that line, or NULL at the end of the answer */
	const char *diff_found;    /* likewise */
	/*
	 * Of samples and of the first failing test in a practice run, cut at REPORT_DATA_MAX; else NULL. `expected`
	 * is NULL too for one's own input (judge_try), which has no answer. `printed` is what went to the streams
	 * that are not judged. A NUL, which no such text can hold, is written as the four characters \x00.
	 */
	const char *input, *expected, *found, *printed;
	/* Likewise, what the package's own output validator wrote for those who judge; NULL: nothing. */
	const char *judge_message;
	/*
	 * Of these, whole: over REPORT_DATA_MAX, the end is missing. (Of the input: input_bytes; of what was printed
	 * as much as was caught, struct execution.)
	 */
	uint64_t expected_bytes, found_bytes, printed_bytes, message_bytes;
};

/* Something unsound in the submission: what the sanitizers found, once for a kind and a place. */
struct report_finding {
	struct flaw flaw; /* its texts belong to the report */
	size_t test;      /* index of the first test that shows it; SIZE_MAX: it stands in the source */
	bool decides;     /* a finding of its class is a rejection */
};

/* Where it happened; else where the block was freed, else where it was allocated; NULL: not known. */
const struct spot *flaw_spot(const struct flaw *f);
/* Of a stack overflow: how many functions call each other in turn, 1 for one that calls itself; 0: none does. */
size_t flaw_recursion(const struct flaw *f);
/* "heap-use-after-free lru_cache.c:41", "leak 48 B in 2 blocks, allocated at lru_cache.c:17"; safe to show. */
void flaw_words(const struct flaw *f, char out[REASON_MAX]);

/* What became of the check for soundness. X(id, word) */
#define SOUNDNESS_STATES(X)                                                                      \
	X(OFF, "off")                 /* not asked for, or the submission did not come so far */ \
	X(DONE, "done")               /* all tests that were chosen ran to their end */          \
	X(INCOMPLETE, "incomplete")   /* some did not, or could not: see soundness_remark */     \
	X(UNAVAILABLE, "unavailable") /* this compiler or host has no sanitizers: the remark says why */

enum soundness_state {
#define X(id, word) SOUNDNESS_##id,
	SOUNDNESS_STATES(X)
#undef X
};
const char *soundness_word(enum soundness_state s);

/* How the steps or the bytes of a size family grow, and what that is held to. */
struct report_growth {
	struct fit found;      /* its class, where there are points enough */
	struct fit_limit held; /* to the family's limit; FIT_TOO_FEW where there is none */
	double ratio;          /* so many times the reference, over the largest sizes of both; 0 = not known */
	bool exceeds;          /* it is over a limit, and decides */
};

/* A size family as it was measured. The curves belong to the report. */
struct report_family {
	const struct problem_family *family;
	const struct cost_curve *curve;     /* NULL: it was not run */
	const struct cost_curve *reference; /* of the model; NULL: there is none */
	struct report_growth time, space;
	struct judgement judgement; /* by this family alone; AC, and of another stage's verdict never a part */
	/* The reason is about growth alone, and so tells of hidden data no more than the class of growth does. */
	bool by_class;
	const char *remark;                /* a doubt, for people; NULL: none */
	const struct run_profile *profile; /* of the run with `profile_n`, the largest measured; NULL: not asked for */
	uint64_t profile_n;
};

/* What became of the complexity stage. X(id, word) */
#define COMPLEXITY_STATES(X)                                                                                  \
	X(OFF, "off")                 /* no families, not asked for, or the submission did not come so far */ \
	X(DONE, "done")               /* all families were measured */                                        \
	X(UNAVAILABLE, "unavailable") /* no steps are counted with this compiler: the remark says why */

enum complexity_state {
#define X(id, word) COMPLEXITY_##id,
	COMPLEXITY_STATES(X)
#undef X
};
const char *complexity_word(enum complexity_state s);

struct report_group {
	const struct problem_group *group;
	size_t total, passed, run; /* passed <= run <= total */
};

/* What one of problem->nodes came to. */
struct report_node {
	enum verdict verdict; /* VERDICT_NONE: another one was to be passed first, and was not */
	double score;
};

/* A file of the submission. */
struct report_source {
	const char *name;
	const char *text; /* for marking lines; any bytes */
	size_t len;
};

struct report {
	struct arena memory;           /* owns all below but `problem` */
	const struct problem *problem; /* outlives the report */
	char id[REPORT_ID_MAX];        /* random, hex */
	uint64_t judged_at_us;         /* wall clock, since 1970 */
	struct judgement judgement;
	enum stage decided_by; /* STAGE_TESTS for AC */

	struct report_source *sources;
	size_t n_sources;
	const char *source_hash; /* of all names and texts; NULL before they are read */

	struct rule_hit hits[RULE_HITS_MAX]; /* broken rules; rule points into the problem */
	size_t n_hits;
	struct diagnostic *diagnostics;
	size_t n_diagnostics, n_diagnostics_dropped;
	uint64_t compile_cpu_us, compile_wall_us, compile_peak_bytes; /* 0 when it was not compiled */

	struct report_group *groups; /* one for each of problem->groups */
	size_t n_groups;
	struct report_node *nodes; /* one for each of problem->nodes; none: the tests were not judged to the end */
	size_t n_nodes;
	bool scored; /* the problem gives scores, and this is the submission's: */
	double score;
	double best_score;         /* that there is; INFINITY, -INFINITY: there is none */
	struct report_test *tests; /* in the order of judging: all of problem->tests, or those of a try */
	size_t n_tests;
	size_t first_failed; /* index into tests, or SIZE_MAX */
	size_t slowest;      /* by CPU time, or SIZE_MAX */
	size_t largest;      /* by peak memory, or SIZE_MAX */

	enum complexity_state complexity;
	const char *complexity_remark; /* one line, or NULL */
	struct report_family *families;
	size_t n_families;
	const struct cost_facts *counted; /* of the build that counts; NULL: there is none */

	enum soundness_state soundness;
	const char *soundness_remark;    /* one line, or NULL */
	size_t soundness_run;            /* tests that were run for it */
	struct report_finding *findings; /* those that decide first, then in the order of the tests */
	size_t n_findings;

	struct run_limits limits;
	const char *compiler; /* "gcc 12.2.0 (…)", or NULL */
	const char *host;     /* kernel and cgroup kind, or NULL */
	/* Layers of the box that this host does not give: "memory cgroup, landlock"; "" or NULL: all are there. */
	const char *not_enforced;
	uint64_t total_wall_us;
};

/*
 * Who reads: the owner of the machine (everything); a candidate when hosted (of a hidden test its verdict word, group
 * and purpose, and nothing else that a submission could make depend on hidden data); an interviewer (everything but
 * hidden data).
 */
enum report_view { VIEW_OWNER, VIEW_CANDIDATE, VIEW_INTERVIEWER };

/* Of a problem that gives scores the node of this group's tests, an index; SIZE_MAX: there is none. */
size_t report_group_node(const struct report *r, const struct report_group *g);

/* An empty report with a new id and the present time; `p` may be NULL until it is known. Cannot fail. */
void report_init(struct report *r, const struct problem *p) __attribute__((nonnull(1)));
/* Frees what it owns. */
void report_clear(struct report *r) __attribute__((nonnull));
#define cleanup_report cleanup(report_clear)

struct report_style {
	enum report_view view;
	bool colour;
	bool unicode;   /* false: ASCII only */
	unsigned width; /* columns, >= 40 (less counts as 40) */
	bool no_screen; /* goes to a file or a program: the verdict's line, which those read, is never cut */
	int verbosity;  /* -1 quiet: the verdict line only; 0; 1: every test, every diagnostic, where and when */
	bool big5;      /* the five verdicts that older tools know */
};

/*
 * The report for a terminal or a file, appended to `out`; its last line is the verdict. -EMSGSIZE over out's ceiling,
 * -ENOMEM.
 */
int report_text(const struct report *r, const struct report_style *style, struct buf *out, struct err *e) must_check;
/*
 * The report as one JSON object and a newline, appended; the schema is judge/report/report.schema.json, version
 * "judge-report/1". Of the style it follows view, big5 and verbosity: -1 is one line, else it is indented. -EMSGSIZE,
 * -ENOMEM.
 */
int report_json(const struct report *r, const struct report_style *style, struct buf *out, struct err *e) must_check;
/* Findings, broken rules and diagnostics as a SARIF 2.1.0 log; errors and style as of report_json. */
int report_sarif(const struct report *r, const struct report_style *style, struct buf *out, struct err *e) must_check;
/* An error of the judge itself in the same schema, for --format json: `exit_code` is that of the command. */
int report_error_json(const struct err *error, int exit_code, struct buf *out, struct err *e) must_check;

#endif
