/*
 * cli: the `judge` command as data.
 *
 * One table (table.c) holds every command: its words, its operands, its options, its help, its examples and its
 * function. Whatever else is shown of a command is printed from there: `judge help`, usage errors and what they
 * suggest, the completion of both shells, and the lists in the man page.
 *
 * What belongs on standard output is the result; what people are told meanwhile goes to standard error. A command
 * returns one of the exit codes below; when it has also filled its error, main shows that as one line, or as JSON
 * where JSON was asked for.
 */
#ifndef JUDGE_JUDGE_CLI_CLI_H
#define JUDGE_JUDGE_CLI_CLI_H

#include "judge/cli/terminal.h"
#include "judge/judge.h"
#include "sandbox/base/buf.h"
#include "sandbox/base/err.h"
#include "sandbox/base/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef JUDGE_VERSION
#define JUDGE_VERSION "0.1.0"
#endif

enum cli_exit {
	CLI_DONE,     /* accepted, or done */
	CLI_REJECTED, /* judged and not accepted; a check that failed */
	CLI_USAGE,    /* the command line, or what it names, is wrong */
	CLI_FAULT,    /* the judge failed */
};

/* ---- the table --------------------------------------------------------------------------------------------------- */

/* What an option's value or an operand is: how it is checked and how a shell completes it. */
enum cli_kind {
	CLI_NOTHING, /* an option without a value; a command without operands */
	CLI_TEXT,
	CLI_NUMBER,   /* in [min, max] */
	CLI_DURATION, /* as parse_duration_us reads it; min and max in microseconds */
	CLI_BYTES,    /* as parse_bytes reads it; min and max in bytes */
	CLI_FILE,
	CLI_PROBLEM, /* the id of a problem */
	CLI_PACKAGE, /* that, or a file or folder */
	CLI_COMMAND, /* the name of a command */
	CLI_WORD,    /* one of `words` */
};

/* Where a value is kept: one place for each, whichever commands take the option. */
enum cli_option_id {
	OPTION_ALL,
	OPTION_APPLY,
	OPTION_ARGS,
	OPTION_BARE,
	OPTION_BIG5,
	OPTION_BOTH_WAYS,
	OPTION_CALL,
	OPTION_CGROUP,
	OPTION_COLOR,
	OPTION_CPU,
	OPTION_DIFFICULTY,
	OPTION_DRIVER,
	OPTION_ENV,
	OPTION_EXEC,
	OPTION_FILE_SIZE,
	OPTION_FIXED_ADDRESSES,
	OPTION_FOLLOWUPS,
	OPTION_FORCE,
	OPTION_FORMAT,
	OPTION_FROM,
	OPTION_FUZZ,
	OPTION_GENERATE,
	OPTION_GET,
	OPTION_HELP,
	OPTION_HINTS,
	OPTION_HOSTING,
	OPTION_ID,
	OPTION_IDS,
	OPTION_INPUT,
	OPTION_INTO,
	OPTION_JOBS,
	OPTION_JUDGEMENT,
	OPTION_JUNIT,
	OPTION_KIND,
	OPTION_LAYOUT,
	OPTION_LIMIT,
	OPTION_LIST,
	OPTION_MARKDOWN,
	OPTION_MDOC,
	OPTION_MEMORY,
	OPTION_MINUTES,
	OPTION_MOUNT,
	OPTION_NO_ADDRESS_LIMIT,
	OPTION_NO_COMPLEXITY,
	OPTION_NO_HISTORY,
	OPTION_NO_REFERENCES,
	OPTION_NO_SOUNDNESS,
	OPTION_OPEN_FILES,
	OPTION_ORDER,
	OPTION_OUTPUT,
	OPTION_OUTPUT_SIZE,
	OPTION_PHASE,
	OPTION_POLICY,
	OPTION_PROBLEM,
	OPTION_PROCESSES,
	OPTION_PROFILE,
	OPTION_PUT,
	OPTION_QUERY,
	OPTION_QUIET,
	OPTION_RESULT,
	OPTION_SEED,
	OPTION_SOURCE,
	OPTION_SPACE,
	OPTION_STACK,
	OPTION_STANDARD,
	OPTION_STDERR,
	OPTION_STDIN,
	OPTION_STDOUT,
	OPTION_SUBMISSION,
	OPTION_SVG,
	OPTION_TIME,
	OPTION_TO,
	OPTION_TOPIC,
	OPTION_UNSOLVED,
	OPTION_VERBOSE,
	OPTION_VERDICT,
	OPTION_VERSION,
	OPTION_WALL,
	OPTION_WORK,
	OPTION_WORK_FILES,
	OPTION_WRITE,
	OPTION_COUNT
};

struct cli_option {
	enum cli_option_id id;
	char letter;      /* of the short form, or 0 */
	const char *name; /* of the long form */
	enum cli_kind kind;
	const char *value; /* as help names it: "ID"; of CLI_WORD the words: "text|json" */
	uint64_t min, max; /* of CLI_NUMBER, CLI_DURATION and CLI_BYTES */
	const char *help;  /* no capital in front, no stop behind */
};

struct cli_example {
	const char *line;
	const char *what;
};

struct cli;

struct cli_command {
	const char *name;
	const char *summary;  /* one line, no stop behind */
	const char *operands; /* as the usage line shows them: "FILE...", or "" */
	enum cli_kind operand;
	const char *words; /* of a CLI_WORD operand */
	const char *verbs; /* of a command that does several things, the words of which the first operand is one */
	size_t min_operands, max_operands;
	/* Behind so many nothing is an option of ours: it is for the program that is run. 0: it runs none. */
	size_t own_operands;
	const struct cli_option *options;   /* its own, ended by one without a name; NULL = none */
	const char *details;                /* paragraphs parted by "\n\n", without line breaks of their own */
	const struct cli_example *examples; /* ended by one without a line; NULL = none */
	bool json;                          /* it has a JSON form */
	bool sarif;                         /* it has a SARIF form */
	enum cli_exit (*run)(const struct cli *cli, struct err *e);
};

struct cli_table {
	const struct cli_command *const *commands; /* ended by NULL */
	const struct cli_option *options;          /* that every command takes; ended by one without a name */
};

extern const struct cli_table CLI_TABLE;

/* NULL when there is none of that name; the error says which may have been meant. */
const struct cli_command *cli_find(const struct cli_table *table, const char *name, struct err *e) must_check;

/* ---- one invocation ---------------------------------------------------------------------------------------------- */

struct cli_value {
	unsigned count;   /* how often the option was given; the last one counts */
	const char *text; /* points into argv; NULL for one without a value */
	uint64_t number;  /* of CLI_NUMBER, CLI_DURATION (microseconds) and CLI_BYTES */
};

struct cli_given {
	enum cli_option_id id;
	const char *text;
};

struct cli {
	const struct cli_table *table;
	const struct cli_command *command; /* NULL: none was given */
	struct cli_value option[OPTION_COUNT];
	struct cli_given *given; /* owned; all that have a value, in their order: for options that may be repeated */
	size_t n_given;
	const char **operands; /* owned; the strings are argv's */
	size_t n_operands;
	bool json, sarif;
	int verbosity;       /* -1 quiet, 0, 1 verbose; as of report_style */
	struct terminal out; /* what standard output can show */
};

/*
 * Reads a command line. Options may stand anywhere, in front of the command's name too; "--" ends them;
 * "--name=value" and "--name value" are the same; letters may stand together ("-qv", "-oFILE"). In front of the
 * command a letter means the option that every command takes, behind it the command's own if it has one of that
 * letter. Behind the own_operands of a command nothing is an option, "--" neither. -EINVAL or -ERANGE with one line
 * that says what is wrong and, for a misspelt word, what may have been meant. `out` is to be cleared also then: its
 * `json` and `command` are right as far as they were understood.
 */
int cli_parse(const struct cli_table *table, int argc, char *const argv[], struct cli *out, struct err *e) must_check;
void cli_clear(struct cli *cli);

/*
 * A CLI_NUMBER, CLI_DURATION or CLI_BYTES as it could be given, in the largest unit in which it is whole: "90s",
 * "64KiB".
 */
#define CLI_AMOUNT_MAX 32
const char *cli_amount(enum cli_kind kind, uint64_t n, char out[CLI_AMOUNT_MAX]);

static inline bool cli_has(const struct cli *cli, enum cli_option_id id)
{
	return cli->option[id].count > 0;
}

/* The one operand, or NULL. */
static inline const char *cli_operand(const struct cli *cli)
{
	return cli->n_operands > 0 ? cli->operands[0] : NULL;
}

/* ---- what commands share (cli.c) --------------------------------------------------------------------------------- */

/* A text that a command prints is never longer. */
#define CLI_TEXT_MAX (64u * 1024u * 1024u)

/*
 * Writes to standard output. -ENOSPC and the like: the result could not be handed over, CLI_FAULT. When nobody reads
 * any more, the process ends here, by SIGPIPE and without a word, as any tool in a pipe does.
 */
int cli_write(const struct buf *b, struct err *e) must_check;

/* Writes `b` and returns `code`; CLI_FAULT with *e when that failed. */
enum cli_exit cli_result(const struct buf *b, enum cli_exit code, struct err *e);
/* Prints the JSON and returns `code`, as above. */
enum cli_exit cli_result_json(const struct json_out *j, enum cli_exit code, struct err *e);

/*
 * The exit code of an error about something that the user named (a file, a problem): CLI_USAGE, unless the fault is
 * the machine's (no space, no memory, a failing disk): CLI_FAULT.
 */
enum cli_exit cli_blame(const struct err *e);

/*
 * Opens the problem `id`; CLI_USAGE for an unknown one, CLI_FAULT for a damaged package. CLI_DONE with *out
 * otherwise.
 */
enum cli_exit cli_problem(const char *id, struct problem **out, struct err *e);
/*
 * Loads the operands as one submission and opens the problem that it is for, which --problem, a marker or the name of
 * the file says.
 */
enum cli_exit cli_submission(const struct cli *cli, struct submission *s, struct problem **p, struct err *e);
/* $JUDGE_CGROUP as of sandbox_config: NULL when it is not set or empty, "" for "none". */
const char *cli_cgroup_dir(void);
/* Opens the judge, with --jobs workers. */
int cli_judge(const struct cli *cli, struct judge **out, struct err *e) must_check;
/* Gives a problem without a time limit the one that its references ask for (time_limit_infer), and says so. */
int cli_time_limit(const struct cli *cli, struct judge *j, struct problem *p, struct err *e) must_check;
/* Appends the report in the form that --format asks for. */
int cli_report(const struct cli *cli, const struct report *r, const struct report_style *style, struct buf *out,
	       struct err *e) must_check;
/* With --svg: draws what was measured into its file; where nothing was it says so. */
int cli_draw(const struct cli *cli, const struct report *r, struct err *e) must_check;
/* What --color says, for terminal_init. */
enum terminal_colour cli_colour(const struct cli *cli);
/* How the report is to be shown on standard output. */
struct report_style cli_style(const struct cli *cli);

/* ---- printed from the table (help.c, completion.c) --------------------------------------------------------------- */

void help_overview(const struct cli_table *table, const struct terminal *t, struct buf *b);
void help_command(const struct cli_table *table, const struct cli_command *c, const struct terminal *t, struct buf *b);
/* For programs: a line a command and a line an option, fields parted by tabs. */
void help_list(const struct cli_table *table, struct buf *b);
/* The sections COMMANDS and OPTIONS of the man page, in mdoc. */
void help_mdoc(const struct cli_table *table, struct buf *b);

void completion_bash(const struct cli_table *table, struct buf *b);
void completion_zsh(const struct cli_table *table, struct buf *b);

extern const struct cli_command COMMAND_SUBMIT, COMMAND_TEST, COMMAND_LIST, COMMAND_SHOW, COMMAND_START,
	COMMAND_HISTORY, COMMAND_REJUDGE, COMMAND_VERIFY, COMMAND_MUTATE, COMMAND_PROBLEM, COMMAND_COMPLEXITY,
	COMMAND_SANDBOX, COMMAND_DOCTOR, COMMAND_COMPLETION, COMMAND_HELP, COMMAND_VERSION;

#endif
