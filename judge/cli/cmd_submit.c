/*
 * submit: judges a submission against all tests, remembers it, shows the report.
 *
 * The verdict comes first: a history that cannot be written is a note on standard error, never a reason to keep a
 * verdict back.
 */
#include "judge/cli/cli.h"
#include "judge/cli/progress.h"
#include "judge/report/report_view.h"
#include "judge/store/store.h"
#include "sandbox/base/log.h"

#include <string.h>

static void remember(const struct report *r)
{
	cleanup_store struct store *store = NULL;
	struct err e = ERR_INIT;

	if (store_open(NULL, &store, &e) < 0 || store_add(store, r, &e) < 0)
		log_note("this submission is not in the history: %s", e.text);
}

static enum cli_exit show(const struct cli *cli, const struct report *r, struct err *e)
{
	struct report_style style = cli_style(cli);
	cleanup_buf struct buf text;
	int code;

	buf_init(&text, CLI_TEXT_MAX);
	code = cli_report(cli, r, &style, &text, e);
	return code < 0 ? CLI_FAULT : cli_result(&text, (enum cli_exit)report_exit_code(r), e);
}

static enum cli_exit judge_it(const struct cli *cli, const struct submission *s, struct problem *p, struct err *e)
{
	cleanup_judge struct judge *j = NULL;
	struct progress progress;
	struct judge_options options = { .no_soundness = cli_has(cli, OPTION_NO_SOUNDNESS),
					 .no_complexity = cli_has(cli, OPTION_NO_COMPLEXITY),
					 .profile = cli_has(cli, OPTION_PROFILE),
					 .all = cli_has(cli, OPTION_ALL),
					 .keep_data = true,
					 .event = progress_event,
					 .arg = &progress };
	struct terminal chatter;
	struct report report;
	enum cli_exit code;

	if (cli_judge(cli, &j, e) < 0 || cli_time_limit(cli, j, p, e) < 0)
		return CLI_FAULT;
	terminal_init(&chatter, STDERR_FILENO, COLOUR_NEVER);
	progress_begin(&progress, &chatter, p->id, cli->verbosity < 0);
	code = judge_submit(j, p, s, &options, &report, e) < 0 ? CLI_FAULT : CLI_DONE;
	progress_end(&progress);
	if (code != CLI_DONE)
		return code;
	if (!cli_has(cli, OPTION_NO_HISTORY))
		remember(&report);
	code = cli_draw(cli, &report, e) < 0 ? CLI_FAULT : show(cli, &report, e);
	report_clear(&report);
	return code;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	struct submission s;
	enum cli_exit code = cli_submission(cli, &s, &p, e);

	if (code != CLI_DONE)
		return code;
	code = judge_it(cli, &s, p, e);
	submission_clear(&s);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_PROBLEM, 0, "problem", CLI_PROBLEM, "ID",
	  .help = "the problem that it is for, whatever the file says or is named" },
	{ OPTION_ALL, 'a', "all", CLI_NOTHING, .help = "run the remaining tests also after one that exceeded a limit" },
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64,
	  "run N tests at once; without it one for each core, at most 8" },
	{ OPTION_EXEC, 0, "exec", CLI_NOTHING,
	  .help = "start the program anew for each test, instead of a fork of one; the verdict is the same" },
	{ OPTION_NO_COMPLEXITY, 0, "no-complexity", CLI_NOTHING,
	  .help = "do not measure how steps and memory grow with the size of the input" },
	{ OPTION_NO_SOUNDNESS, 0, "no-soundness", CLI_NOTHING,
	  .help = "do not look for leaks, memory errors and undefined behaviour" },
	{ OPTION_PROFILE, 0, "profile", CLI_NOTHING,
	  .help = "say which functions took the steps; it takes another build" },
	{ OPTION_SVG, 0, "svg", CLI_FILE, "FILE",
	  .help = "draw the curve of the size family that decided, or of the first one, into FILE" },
	{ OPTION_NO_HISTORY, 0, "no-history", CLI_NOTHING, .help = "do not remember this submission" },
	{ OPTION_BIG5, 0, "big5", CLI_NOTHING,
	  .help = "use the five verdicts that older tools know: AC, WA, TLE, RTE, CE" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge submit lru_cache.c", "the name of the file says which problem it is for" },
	{ "judge submit --problem lru_cache mine.c table.c table.h", "several files are one submission" },
	{ "judge submit lru_cache/", "all *.c and *.h of a directory" },
	{ "generate | judge submit --problem lru_cache --format json -", "from standard input, for a program" },
	{ 0 },
};

const struct cli_command COMMAND_SUBMIT = {
	.name = "submit",
	.summary = "judge a submission with all tests, hidden ones too",
	.operands = "FILE...",
	.operand = CLI_FILE,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details =
		"FILE is a C file, a directory, or - for standard input; several are one submission. The problem "
		"is the one that --problem names, "
		"else that of a line `// problem: ID` in a file, else the one that the first file is named after.\n\n"
		"The files are checked against the rules of the problem, compiled and run with each test in the "
		"sandbox; answers are compared outside "
		"of it. What is accepted is built so that it counts its own steps, and runs with inputs of rising "
		"size: where steps or bytes grow faster than the problem allows, that is a rejection. "
		"It is built a third time with sanitizers and runs the small tests again; where the "
		"problem says so, a memory error or a leak is a rejection. The submission and its report are kept in "
		"the history.",
	.examples = EXAMPLES,
	.json = true,
	.sarif = true,
	.run = run,
};
