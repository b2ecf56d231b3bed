/*
 * cli: what the commands share: handing over a result, opening what the command line names, and whom an error is to
 * be blamed on.
 *
 * A result is put together whole and written at once, so that a command that fails on the way has printed nothing
 * that could be taken for one.
 */
#include "judge/author/time_limit.h"
#include "judge/cli/cli.h"
#include "judge/report/report_svg.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>

enum terminal_colour cli_colour(const struct cli *cli)
{
	const char *word = cli->option[OPTION_COLOR].text;

	if (!word || !strcmp(word, "auto"))
		return COLOUR_AUTO;
	return strcmp(word, "always") ? COLOUR_NEVER : COLOUR_ALWAYS;
}

int cli_write(const struct buf *b, struct err *e)
{
	if (buf_error(b, "output", e) < 0)
		return e->code;
	if (fs_write_fd(STDOUT_FILENO, b->data, b->len, e) == 0)
		return 0;
	if (e->code == -EPIPE) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return err_wrap(e, "standard output");
}

enum cli_exit cli_result(const struct buf *b, enum cli_exit code, struct err *e)
{
	if (cli_write(b, e) < 0)
		return CLI_FAULT;
	/* What was met and overcome on the way is not to be shown as an error. */
	err_clear(e);
	return code;
}

enum cli_exit cli_result_json(const struct json_out *j, enum cli_exit code, struct err *e)
{
	cleanup_buf struct buf text;

	buf_init(&text, CLI_TEXT_MAX);
	if (json_print(j, 1, &text, e) < 0)
		return CLI_FAULT;
	return cli_result(&text, code, e);
}

enum cli_exit cli_blame(const struct err *e)
{
	switch (-e->code) {
	case ENOMEM:
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
	case EIO:
	case EMFILE:
	case ENFILE:
		return CLI_FAULT;
	default:
		return CLI_USAGE;
	}
}

enum cli_exit cli_problem(const char *id, struct problem **out, struct err *e)
{
	int code = problem_open(id, out, e);

	if (code == 0)
		return CLI_DONE;
	/* A damaged package is not the doing of the one who named it. */
	return code == -EINVAL ? CLI_FAULT : cli_blame(e);
}

/* The problem that --problem says, else what the file says or is named. */
static enum cli_exit problem_of(const struct cli *cli, const struct submission *s, struct problem **p, struct err *e)
{
	const char *wanted = cli->option[OPTION_PROBLEM].text;
	enum cli_exit code;
	struct err guess;

	if (wanted)
		return cli_problem(wanted, p, e);
	if (!s->problem[0]) {
		err_set(e, -EINVAL, "which problem is it for? say --problem ID, or `// problem: ID` in the file");
		return CLI_USAGE;
	}
	code = cli_problem(s->problem, p, e);
	if (code == CLI_USAGE) {
		guess = *e;
		err_set(e, guess.code, "%s (--problem ID says which it is for)", guess.text);
	}
	return code;
}

enum cli_exit cli_submission(const struct cli *cli, struct submission *s, struct problem **p, struct err *e)
{
	enum cli_exit code;

	if (submission_load(cli->operands, cli->n_operands, s, e) < 0)
		return cli_blame(e);
	code = problem_of(cli, s, p, e);
	if (code != CLI_DONE)
		submission_clear(s);
	return code;
}

const char *cli_cgroup_dir(void)
{
	const char *given = getenv("JUDGE_CGROUP");

	if (!given || !*given)
		return NULL;
	return strcmp(given, "none") ? given : "";
}

int cli_judge(const struct cli *cli, struct judge **out, struct err *e)
{
	const struct judge_config config = { .workers = (unsigned)cli->option[OPTION_JOBS].number,
					     .cgroup_dir = cli_cgroup_dir(),
					     .how = cli_has(cli, OPTION_EXEC) ? RUN_EXEC : RUN_SERVED };

	return judge_open(&config, out, e);
}

static void note_measuring(void *arg)
{
	const struct problem *p = arg;

	log_note("%s: no time limit is given, so the references are measured for one", p->id);
}

int cli_time_limit(const struct cli *cli, struct judge *j, struct problem *p, struct err *e)
{
	bool inferred;

	return time_limit_infer(j, p, cli->verbosity < 0 ? NULL : note_measuring, p, &inferred, e);
}

int cli_report(const struct cli *cli, const struct report *r, const struct report_style *style, struct buf *out,
	       struct err *e)
{
	if (cli->sarif)
		return report_sarif(r, style, out, e);
	return cli->json ? report_json(r, style, out, e) : report_text(r, style, out, e);
}

int cli_draw(const struct cli *cli, const struct report *r, struct err *e)
{
	const struct report_family *f = report_svg_family(r);
	cleanup_buf struct buf svg;

	buf_init(&svg, CLI_TEXT_MAX);
	if (!cli_has(cli, OPTION_SVG))
		return 0;
	if (!f) {
		log_note("no picture: nothing was measured");
		return 0;
	}
	if (report_svg(f, &svg, e) < 0)
		return err_wrap(e, "picture");
	return fs_write(AT_FDCWD, cli->option[OPTION_SVG].text, svg.data, svg.len, 0644, e);
}

struct report_style cli_style(const struct cli *cli)
{
	return (struct report_style){
		.view = VIEW_OWNER,
		.colour = cli->out.colour,
		.unicode = cli->out.unicode,
		.width = cli->out.width,
		.no_screen = !cli->out.is_tty,
		.verbosity = cli->verbosity,
		.big5 = cli_has(cli, OPTION_BIG5),
	};
}
