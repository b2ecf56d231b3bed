/*
 * runner: from C source to measured executions.
 *
 * Knows toolchains and C, not problems: what a rule is for, which test comes next and what an answer is worth is
 * decided above (judge/). Everything that is compiled or run here, the drivers and generators of problem packages
 * too, is compiled and run in a box (sandbox/sandbox.h).
 *
 *   sources ── rules_check_source ──> build_run ──> artifact ── rules_check_object ──> run_box ──> execution
 *
 * Reading order: this file, lexer.h, rules.c, toolchain.c, build.c, driver/driver.h, execute.c.
 */
#ifndef JUDGE_RUNNERS_RUNNER_H
#define JUDGE_RUNNERS_RUNNER_H

#include "runners/language.h"
#include "sandbox/base/arena.h"
#include "sandbox/sandbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- sources ----------------------------------------------------------------------------------------------------- */

#define SOURCE_BYTES_MAX (256u * 1024u) /* of one file */
#define SOURCE_FILES_MAX 64u
#define SOURCE_NAME_MAX  200u /* bytes */

struct source {
	/* as people know it, for messages; may hold blanks and any UTF-8; a ".h" ending makes it a header */
	const char *name;
	const char *text; /* valid UTF-8 without NUL is not assumed; not owned */
	size_t len;
};

/* ---- static rules ------------------------------------------------------------------------------------------------ */

/*
 * What a rule looks at. Rules on source see the tokens behind translation phases 1-3 (spliced lines joined, comments
 * and strings out), so a name in a comment or a string never breaks one. Macros are not expanded and every branch of an
 * #if counts. A rule on symbols sees the object file: no macro, cast, asm label or other spelling gets around it.
 */
enum rule_kind {
	RULE_IDENTIFIER, /* `what` occurs as an identifier */
	RULE_CALL,       /* `what` is followed by "(" */
	RULE_INCLUDE,    /* #include <what> or "what"; where it is forbidden, #include of a macro counts as it */
	/* PCRE2 `what` matches the source with comments blanked and strings emptied (columns keep their places) */
	RULE_PATTERN,
	RULE_SYMBOL, /* the linked object refers to the undefined symbol `what` */
};

struct rule {
	enum rule_kind kind;
	bool require; /* false: must not be there; true: must be there in at least one file */
	const char *what;
	const char *why; /* one sentence for the candidate; may be NULL */
};

struct rule_hit {
	const struct rule *rule;
	size_t source;   /* index; of a required thing that is missing: 0 */
	uint32_t line;   /* from 1; 0 = no place (a missing thing, a symbol) */
	uint32_t column; /* from 1, in bytes */
	uint32_t length; /* bytes to mark on that line */
};

#define RULE_HITS_MAX 32

/*
 * Checks all rules but RULE_SYMBOL. Hits are in the order of the rules, then of the files, then of the places: at
 * most four of a rule in a file, and the first RULE_HITS_MAX of all. -EINVAL for a pattern that PCRE2 refuses (a
 * fault of the package); -E2BIG when a pattern met a limit of steps, memory or time: never to be taken for a broken
 * or a kept rule.
 */
int rules_check_source(const struct rule *rules, size_t n_rules, const struct source *sources, size_t n_sources,
		       struct rule_hit hits[RULE_HITS_MAX], size_t *n_hits, struct err *e) must_check;

/* ---- artifacts: what a compiler made ----------------------------------------------------------------------------- */

struct artifact {
	int fd; /* owned; a sealed memfd or a cache file opened read-only; -1 = none */
	uint64_t bytes;
	enum language language; /* whose toolchain runs it */
};
#define ARTIFACT_INIT     \
	{                 \
		.fd = -1, \
	}

void artifact_clear(struct artifact *a);
#define cleanup_artifact cleanup(artifact_clear)

/*
 * What an ELF file made by a candidate says about itself. Strict: -ENOEXEC for anything out of bounds, overlapping or
 * of another machine.
 */
struct object_facts {
	uint64_t static_bytes; /* sum of memory sizes of its loadable segments: code, data, .bss */
	struct arena names;    /* owns the lists */
	const char **defined;  /* global or weak functions and objects it defines in its dynamic table, sorted */
	size_t n_defined;
	const char **undefined; /* symbols it needs from elsewhere, without versions, sorted */
	size_t n_undefined;
	/*
	 * Something of it runs when it is loaded: constructors, resolvers of indirect functions, what the start files
	 * call; or it is made so that it could be. Of a program it says nothing. Code may still hide from this: what
	 * must not happen then is not left to it.
	 */
	bool runs_early;
};
int object_read(const struct artifact *a, struct object_facts *out, struct err *e) must_check;
void object_facts_clear(struct object_facts *f);
bool object_defines(const struct object_facts *f, const char *name);

/* RULE_SYMBOL rules against the object. */
int rules_check_object(const struct rule *rules, size_t n_rules, const struct object_facts *facts,
		       struct rule_hit hits[RULE_HITS_MAX], size_t *n_hits, struct err *e) must_check;

/* ---- diagnostics ------------------------------------------------------------------------------------------------- */

enum diagnostic_level { DIAGNOSTIC_NOTE, DIAGNOSTIC_WARNING, DIAGNOSTIC_ERROR };

struct diagnostic {
	enum diagnostic_level level;
	const char *file;   /* the candidate's own name of it; NULL = no place of the candidate's */
	uint32_t line;      /* from 1; 0 = none */
	uint32_t column;    /* from 1, bytes */
	const char *text;   /* without paths of the box or the host */
	const char *option; /* "-Wunused-variable" or NULL */
};

#define DIAGNOSTICS_MAX 100

/* ---- toolchain --------------------------------------------------------------------------------------------------- */

struct toolchain;

/*
 * Finds out, once, how the compiler starts its passes (`gcc -###`), where they and their files live and which of them
 * a box needs. `compiler`: a program name or path; NULL: $JUDGE_CC, else gcc. -ENOENT with the remedy in the text: no
 * such compiler.
 */
int toolchain_open(const char *compiler, struct toolchain **out, struct err *e) must_check;
/*
 * The same for another language than C: a compiler that is asked in the same way ($JUDGE_CXX, else g++), or an
 * interpreter ($JUDGE_PYTHON, else python3), or the shell of LANGUAGE_SCRIPTS. What is built with it is a
 * BUILD_PROGRAM; it has no sanitizers.
 */
int toolchain_open_language(enum language language, struct toolchain **out, struct err *e) must_check;
void toolchain_close(struct toolchain *tc);
/* "gcc 12.2.0 (Debian 12.2.0-14+deb12u1)", for reports. */
const char *toolchain_name(const struct toolchain *tc);
/* NULL, or one line that says why nothing can be built with sanitizers (build_spec.sanitize), and the remedy. */
const char *toolchain_lacks_sanitizers(const struct toolchain *tc);
/* Hash of all that can change an object: the passes' binaries (size, time, path), flags. For cache keys. */
const char *toolchain_hash(const struct toolchain *tc);

static inline void cleanup_toolchain_(struct toolchain **tc)
{
	toolchain_close(*tc);
}
#define cleanup_toolchain cleanup(cleanup_toolchain_)

/* ---- build ------------------------------------------------------------------------------------------------------- */

enum build_shape {
	/* the candidate's functions: a shared object, -fPIC -fno-semantic-interposition, -Bsymbolic -z defs -z now */
	BUILD_OBJECT,
	BUILD_RUNNER,  /* a driver with our runtime (runners/driver): an executable that loads a BUILD_OBJECT */
	BUILD_PROGRAM, /* sources with a main of their own: generators, validators, stdin/stdout solutions */
};

struct signature {
	const char *name; /* "lRUCacheCreate" */
	/* "LRUCache *(int)": what __builtin_types_compatible_p compares it with; may use the candidate's types */
	const char *type;
};

struct cost_facts; /* cost_pass.h */

struct build_spec {
	enum build_shape shape;
	const struct source *sources; /* headers among them are put beside, not compiled */
	size_t n_sources;
	const struct source *headers; /* of the package: found by #include "name"; names of [A-Za-z0-9._-] */
	size_t n_headers;
	bool tools;          /* … and "generate.h" and "validate.h" of runners/driver: for a package's own programs */
	const char *prelude; /* NULL or the name of one of `headers`, included ahead of each source */
	const struct signature *signatures; /* checked behind the source that defines the name: see build.c */
	size_t n_signatures;
	const char *entrypoint; /* with an interpreter: the file to begin with; NULL: the language's own choice */
	bool warnings;          /* -Wall -Wextra: shown, never fatal */
	/* CPU time and memory of the whole build, but for a folder with scripts; 0: 10 s, 512 MiB */
	uint64_t cpu_us, memory_bytes;
	/*
	 * NULL, or of a BUILD_OBJECT the name of the counter by which it counts its own steps: see cost_pass.h, whose
	 * struct cost_counter it then exports as NAME.block. -ENOTSUP where no steps are counted.
	 */
	const char *counter;
	/* with a counter and gcc: also by functions (run_profile), none inlined, which makes it slower */
	bool profile;
	/* of a BUILD_RUNNER: the one for such objects, run with RUN_COUNTED; see driver/counting.c */
	bool counts;
	/* with ASan and UBSan, to be run with RUN_SANITIZED only; -ENOTSUP where toolchain_lacks_sanitizers */
	bool sanitize;
	/* looked through by gcc's -fanalyzer too, once it is built: more warnings, where they come in bounded time */
	bool analyze;
	/*
	 * NULL, or a directory for finished artifacts of trusted sources (BUILD_RUNNER, BUILD_PROGRAM, and what a
	 * counting object is linked with)
	 */
	const char *cache_dir;
};

enum build_end {
	BUILD_OK,
	BUILD_ERROR, /* CE: see diagnostics; `reason` is one line */
	BUILD_LIMIT, /* CTL: `reason` names the limit: "compiler used more than 10 s of CPU time" */
};

struct build {
	enum build_end end;
	struct artifact artifact;       /* with BUILD_OK */
	char reason[256];               /* with BUILD_ERROR / BUILD_LIMIT */
	struct arena memory;            /* owns the diagnostics */
	struct diagnostic *diagnostics; /* errors first as the compiler gave them */
	size_t n_diagnostics;
	size_t n_dropped; /* diagnostics beyond DIAGNOSTICS_MAX */
	/* with a counter, of all sources together; in `memory` */
	const struct cost_facts *counted;
	uint64_t cpu_us, wall_us, peak_bytes;
	bool cached;
};
/* The value to begin with: build_run leaves it alone on failure, build_clear may be called on it. */
#define BUILD_INIT                        \
	{                                 \
		.artifact = ARTIFACT_INIT \
	}

/* An error is the judge's own failure (no compiler, no box); what the source deserves is in out->end. */
int build_run(const struct toolchain *tc, struct sandbox *s, const struct build_spec *spec, struct build *out,
	      struct err *e) must_check;
void build_clear(struct build *b);
#define cleanup_build cleanup(build_clear)

/* ---- execute ----------------------------------------------------------------------------------------------------- */

struct run_limits {
	struct box_limits box;
	uint64_t memory_bytes;
	uint32_t processes;
	uint64_t output_bytes; /* of the answer, and of a program with what it writes to standard error */
	uint64_t work_bytes;   /* of files in /work, at most RUN_WORK_FILES; 0: there is no writable place */
	bool keep_work;        /* what one run leaves there is there in the next */
};
#define RUN_WORK_FILES 256u

/* DESIGN's defaults: CPU 2 s, wall 2 x CPU + 1 s, 256 MiB, stack 8 MiB, output 8 MiB, one process, 16 files. */
extern const struct run_limits RUN_LIMITS_DEFAULT;

/*
 * What a run with RUN_COUNTED is told. Clocks and random numbers are functions of `seed`; phase NULL: all is counted,
 * else what the driver does in phases of that name (driver.h).
 */
struct run_counting {
	uint64_t budget; /* ticks; 1 to INT64_MAX / 2 */
	uint64_t seed;
	const char *phase;
};

/* … and what it says, if it came to its end or ran out of budget. The candidate's word. */
struct run_cost {
	bool known;       /* exactly one such note came, from a run that ended as it says */
	bool over_budget; /* ended there: ticks is the budget, bytes are those so far */
	bool drew;        /* asked for the time or for random numbers */
	uint64_t ticks;
	/*
	 * The most that was in use at once, above what was at the phase's begin, and the pages that came to be used of
	 * static memory, if that is 64 KiB or more.
	 */
	uint64_t heap_bytes;
	uint64_t stack_bytes; /* the most below the frame of the driver that called */
};

/* Which functions of the candidate's took the steps, those with the most first; what was built with `profile`. */
#define RUN_PROFILE_MAX 16
struct run_profile {
	struct {
		char name[56]; /* letters, digits, '_' and '$'; "": what is none of them */
		uint64_t ticks;
	} functions[RUN_PROFILE_MAX];
	size_t n;
};

/*
 * One test's execution. For a function-style program the answer is what the driver wrote on its own channel; for a
 * program, its standard output. Everything here comes out of a box: nothing in it is trusted.
 */
struct execution {
	struct box_result used;
	struct buf answer; /* owned; ceiling = output_bytes */
	/* owned; standard output of function-style code and standard error of all, cut at 64 KiB */
	struct buf printed;
	uint64_t written_bytes; /* of a program: both, with what was dropped of them */
	bool finished;          /* function style: the driver came to its end */
	bool alloc_failed;      /* an allocation returned NULL during the run */
	bool stack_overflow;    /* the fault lay in the guard below the stack */
	bool null_access;       /* the fault lay in the first page */
	/* what the driver found wrong with the candidate's conduct ("the input was changed"), or "" */
	char complaint[200];
	/*
	 * What the driver or the runtime said that it could not do, or "". On an input that another solution has been
	 * run on it is the candidate's doing: it shares the process, and can disturb the driver or speak in its name.
	 */
	char fault[200];
	struct buf report;                 /* owned; with RUN_SANITIZED what was found, for findings_parse */
	struct run_cost cost;              /* with RUN_COUNTED */
	struct run_profile profile;        /* … if the cost is known */
	bool served;                       /* by a fork of the runner */
	char irregular[BOX_IRREGULAR_MAX]; /* "", or why this test had to be repeated by exec, and the later ones too */
};
void execution_init(struct execution *x, uint64_t output_bytes);
void execution_clear(struct execution *x);
#define cleanup_execution cleanup(execution_clear)

/*
 * How tests are started. RUN_SERVED: the runner loads the candidate once and makes a fork for each test (box_serve in
 * sandbox.h); where that is not possible, or anything about it is irregular, by exec. RUN_EXEC: always by exec. The
 * verdicts are the same. RUN_SANITIZED: by exec, what was built with `sanitize`, in a box without a limit of addresses;
 * its time and memory say nothing of the program's. RUN_COUNTED: a BUILD_OBJECT with a counter, served or not, at
 * addresses that are the same in each run.
 */
enum run_how { RUN_SERVED, RUN_EXEC, RUN_SANITIZED, RUN_COUNTED };

/* With this exit code the address sanitizer ends a run, whatever became of its report. */
#define RUN_EXIT_UNSOUND 119

/*
 * The limits for RUN_SANITIZED: four times the CPU time and a second, eight times the stack, four times the memory and
 * 192 MiB, since a block has a frame, what was freed is kept for a while, and all of it has a shadow.
 */
struct run_limits run_limits_sanitized(const struct run_limits *limits);

/*
 * A box in which one candidate is run, test after test. `runner` NULL: `candidate` is a BUILD_PROGRAM, else a
 * BUILD_OBJECT that the runner loads.
 */
struct run_box;
int run_box_open(const struct toolchain *tc, struct sandbox *s, const struct artifact *runner,
		 const struct artifact *candidate, const struct run_limits *limits, enum run_how how,
		 struct run_box **out, struct err *e) must_check;
/*
 * With RUN_COUNTED: `counter` is what the candidate was built with, `runner` was built with `counts`. The CPU time
 * limit is raised to what a budget of steps can take, and there is one process.
 */
int run_box_open_counted(const struct toolchain *tc, struct sandbox *s, const struct artifact *runner,
			 const struct artifact *candidate, const char *counter, const struct run_limits *limits,
			 struct run_box **out, struct err *e) must_check;
/* Has the box for such a call made ahead (box_prepare): a failure shows when it is opened. */
int run_box_prepare(const struct toolchain *tc, struct sandbox *s, bool has_runner, const struct run_limits *limits,
		    enum run_how how, struct err *e) must_check;
void run_box_close(struct run_box *rb);
static inline void cleanup_run_box_(struct run_box **rb)
{
	run_box_close(*rb);
}
#define cleanup_run_box cleanup(cleanup_run_box_)

/*
 * Runs one test. `input_fd`: a regular file or memfd, read-only for the box (a sealed one where it is a memfd).
 * `args`: NULL or NULL-terminated arguments behind argv[0]. `x` is initialised by the caller and overwritten.
 */
int run_box_execute(struct run_box *rb, int input_fd, const char *const *args, struct execution *x,
		    struct err *e) must_check;
/* The same with a memfd that is at its beginning, sealed, and nobody else's now or later: the box gets that itself. */
int run_box_execute_own(struct run_box *rb, int input, const char *const *args, struct execution *x,
			struct err *e) must_check;
/* The same as run_box_execute with RUN_COUNTED; fills x->cost too. */
int run_box_count(struct run_box *rb, int input_fd, const struct run_counting *how, struct execution *x,
		  struct err *e) must_check;

/*
 * A conversation: the candidate and a partner run at the same time, each in a box of its own, and what one writes the
 * other reads. A program does so on its standard output and input; functions have their driver do it (driver.h). Both
 * always by exec; answers stay empty, and what the candidate says counts against limits.output_bytes all the same.
 *
 * Neither learns of the other's end before it is known here which of them ended first: till then what it left behind
 * is held open, so that no end of file and no SIGPIPE of a conversation that is over is taken for a fault.
 */
struct run_partner {
	struct run_box *box;     /* with RUN_EXEC, of another sandbox; its wall limit is put behind the candidate's */
	const char *const *args; /* as of run_box_execute */
	int content;             /* with another end than this exit code it ends the candidate's run too */
	struct execution *x;     /* initialised by the caller and overwritten */
	bool first;              /* out: it ended before the candidate did */
};
/*
 * `args` as of run_box_execute. `how` NULL, or what is counted (RUN_COUNTED), and then no `args`. The candidate's end
 * is BOX_END_STOPPED where the partner's ended it. Errors are those of either's run.
 */
int run_box_converse(struct run_box *rb, const char *const *args, const struct run_counting *how, struct execution *x,
		     struct run_partner *partner, struct err *e) must_check;

/* One side of it; see converse.c. */
struct run_ends {
	int hears, says;                /* ends of pipes; the caller's */
	const int *stop_fd;             /* as of struct box_run */
	const struct run_box *outlasts; /* NULL, or whose longest run is added to this one's wall limit */
};
/* A run that wrote more than its limit, with what it said to its partner, is one that was over it. */
void run_weigh_output(const struct run_box *rb, uint64_t said_bytes, struct execution *x);
/* limits.output_bytes of its opening. */
uint64_t run_box_output_bytes(const struct run_box *rb);
int run_box_talk(struct run_box *rb, const char *const *args, const struct run_counting *how,
		 const struct run_ends *ends, struct execution *x, struct err *e) must_check;

/* A file beside the program, at /box/<name>: a copy of what is behind `fd`, in place of the one that was there. */
int run_box_put(struct run_box *rb, const char *name, int fd, struct err *e) must_check;
/*
 * A file that the program finds in the directory in which it starts, under any name that a file can have. That
 * directory holds such files alone and is read-only; with none it is /work, where there is one. -EEXIST.
 */
int run_box_show(struct run_box *rb, const char *name, int fd, struct err *e) must_check;
/*
 * Appends the file /work/<name> that the last run left; limits.work_bytes gives it a place for one. -ENOENT; -EINVAL,
 * -ELOOP: it is no regular file; -EMSGSIZE over the ceiling of `into`.
 */
int run_box_get(struct run_box *rb, const char *name, struct buf *into, struct err *e) must_check;
/* The same, and it is there no more. */
int run_box_take(struct run_box *rb, const char *name, struct buf *into, struct err *e) must_check;

/* ---- findings: what a run with sanitizers reports ---------------------------------------------------------------- */

/* What a finding is about; a problem says of each whether it decides. */
enum finding_class { FINDING_MEMORY, FINDING_LEAK, FINDING_UNDEFINED, FINDING_CLASSES };

struct finding_kind {
	const char *name; /* "heap-use-after-free" */
	enum finding_class class;
	const char *says; /* one plain sentence for the candidate */
	/* said where a memory error follows, on whose line it is the same finding */
	bool echo;
};

/* The kind of that name, or NULL. Static. */
const struct finding_kind *finding_kind(const char *name);

#define FINDING_FRAMES_MAX 12
#define SIGHTINGS_MAX      32 /* of one run */

/* Return addresses as offsets into the candidate's file, innermost first; frames of others are left out. */
#define FINDING_OF_PROGRAM (UINT64_C(1) << 63) /* the offset is one into the executable */

struct finding_stack {
	uint64_t at[FINDING_FRAMES_MAX];
	size_t n;
};

/* A finding as it was reported: places are addresses, or as the compiler wrote them down. */
struct sighting {
	const struct finding_kind *kind;
	struct finding_stack access, allocated, freed;
	char file[SOURCE_NAME_MAX + 1]; /* "" = only the addresses */
	uint32_t line, column;
	uint64_t bytes, blocks; /* of a leak */
};

/*
 * Reads x->report. It is the candidate's word, who shares the process: what is no report is passed over, and of a long
 * one the first SIGHTINGS_MAX count.
 */
size_t findings_parse(const char *text, size_t len, struct sighting out[SIGHTINGS_MAX]);

/* A place in the candidate's own sources. */
struct spot {
	const char *file;      /* one of the sources; NULL: none of them */
	const char *function;  /* or NULL */
	uint32_t line, column; /* from 1; 0 = not known */
};

/* A sighting with its places. */
struct flaw {
	const struct finding_kind *kind;
	struct spot
		frames[FINDING_FRAMES_MAX]; /* innermost first; n_frames 0: it happened in nothing of the candidate's */
	size_t n_frames;
	struct spot allocated, freed; /* file NULL: not known */
	uint64_t bytes, blocks;
};

/*
 * Finds the lines of all sightings, in a box of its own: the file is the candidate's. Frames that lie in none of the
 * sources are left out. `program`: the candidate is the executable itself. `out` has room for `n`; its texts live in
 * `a`. -ENOTSUP where toolchain_lacks_sanitizers.
 */
int findings_resolve(const struct toolchain *tc, struct sandbox *s, const struct artifact *candidate,
		     const struct source *sources, size_t n_sources, bool program, const struct sighting *list,
		     size_t n, struct arena *a, struct flaw *out, struct err *e) must_check;

#endif
