/*
 * test: runs a submission with the samples, or with one input of the user's own, and shows everything about it.
 *
 * Nothing hidden is touched and nothing is remembered: this is what one does twenty times before submitting once.
 */
#include "judge/cli/cli.h"
#include "judge/cli/progress.h"
#include "judge/report/report_view.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* The user's own input: a file, or standard input. */
static enum cli_exit read_input(const char *path, struct buf *input, struct err *e)
{
	int code = strcmp(path, "-") ? fs_read(AT_FDCWD, path, input, e) : fs_read_fd(STDIN_FILENO, input, e);

	if (code == -EMSGSIZE)
		err_set(e, code, "%s: the input is larger than %u MiB", path, PROBLEM_FILE_MAX >> 20);
	else if (code < 0 && !strcmp(path, "-"))
		err_wrap(e, "standard input");
	return code < 0 ? cli_blame(e) : CLI_DONE;
}

static enum cli_exit try_it(const struct cli *cli, const struct submission *s, struct problem *p,
			    const struct buf *input, struct err *e)
{
	cleanup_judge struct judge *j = NULL;
	cleanup_buf struct buf text;
	struct report_style style = cli_style(cli);
	struct report report;
	int code;

	buf_init(&text, CLI_TEXT_MAX);
	/* A sample that passes is shown too: it is what one has asked for. */
	if (style.verbosity == 0)
		style.verbosity = 1;
	if (cli_judge(cli, &j, e) < 0 || cli_time_limit(cli, j, p, e) < 0)
		return CLI_FAULT;
	code = judge_try(j, p, s, input ? input->data : NULL, input ? input->len : 0, &report, e);
	if (code < 0)
		return code == -EDOM ? CLI_USAGE : CLI_FAULT;
	code = cli_report(cli, &report, &style, &text, e);
	if (code == 0)
		code = cli_result(&text, (enum cli_exit)report_exit_code(&report), e);
	report_clear(&report);
	return code < 0 ? CLI_FAULT : (enum cli_exit)code;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_buf struct buf input;
	const char *own = cli->option[OPTION_INPUT].text;
	struct submission s;
	enum cli_exit code;

	buf_init(&input, PROBLEM_FILE_MAX);
	code = own ? read_input(own, &input, e) : CLI_DONE;
	if (code == CLI_DONE)
		code = cli_submission(cli, &s, &p, e);
	if (code != CLI_DONE)
		return code;
	code = try_it(cli, &s, p, own ? &input : NULL, e);
	submission_clear(&s);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_PROBLEM, 0, "problem", CLI_PROBLEM, "ID",
	  .help = "the problem that it is for, whatever the file says or is named" },
	{ OPTION_INPUT, 'i', "input", CLI_FILE, "FILE",
	  .help = "run with this input instead of the samples; - reads standard input" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge test lru_cache.c", "with the samples of the problem" },
	{ "judge test --input mine.in lru_cache.c", "with an input of one's own" },
	{ 0 },
};

const struct cli_command COMMAND_TEST = {
	.name = "test",
	.summary = "run a submission with the samples or an input of one's own",
	.operands = "FILE...",
	.operand = CLI_FILE,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details = "Shows input, output, expected output and what was printed besides, the first 4 KiB of each. Files "
		   "are taken as by submit. For an input of one's own there is no expected output: it is accepted when "
		   "it ran to its end within the limits, or where a validator leads the runs, when that accepts it. "
		   "Nothing is remembered.",
	.examples = EXAMPLES,
	.json = true,
	.sarif = true,
	.run = run,
};
