/*
 * main: the entry of `judge`: signals, the command line, one command, one line for an error.
 *
 * A command may end at any point by a signal, and nothing is left of it: the keeper ends with its parent and all
 * boxes with the keeper, files are written aside and renamed, the store writes in transactions. So ^C needs no more
 * than a clean terminal. SIGPIPE and SIGXFSZ are handled by doing nothing: the write that met them fails, is reported
 * as what it is, and programs that are started have them as usual.
 */
#include "judge/cli/cli.h"
#include "judge/cli/progress.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>

static void do_nothing(int signal_number)
{
	(void)signal_number;
}

static void end_by(int signal_number)
{
	progress_erase();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void handle_signals(void)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction end = { .sa_handler = end_by };
	const struct sigaction nothing = { .sa_handler = do_nothing, .sa_flags = SA_RESTART };
	struct sigaction was;

	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		/* What nohup(1) or a shell has set to be ignored stays so. */
		if (sigaction(ending[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
			sigaction(ending[i], &end, NULL);
	/* Ignored by whoever started us, it would take away the ends of our children before we can wait for them. */
	signal(SIGCHLD, SIG_DFL);
	sigaction(SIGPIPE, &nothing, NULL);
	sigaction(SIGXFSZ, &nothing, NULL);
}

/*
 * A file that is opened later must not become standard output because the caller has closed that; a result written
 * there is still an error.
 */
static int open_standard_fds(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static enum cli_exit no_command(const struct cli *cli, struct err *e)
{
	cleanup_buf struct buf text;
	struct terminal screen;

	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json) {
		err_set(e, -EINVAL, "no command was given; `judge help` lists them");
		return CLI_USAGE;
	}
	terminal_init(&screen, STDERR_FILENO, cli_colour(cli));
	help_overview(cli->table, &screen, &text);
	return fs_write_fd(STDERR_FILENO, text.data, text.len, e) < 0 ? CLI_FAULT : CLI_USAGE;
}

static enum cli_exit run(int argc, char *const argv[], struct cli *cli, struct err *e)
{
	if (cli_parse(&CLI_TABLE, argc, argv, cli, e) < 0)
		return e->code == -ENOMEM ? CLI_FAULT : CLI_USAGE;
	log_set_level(cli->verbosity < 0 ? LOG_QUIET : cli->verbosity > 0 ? LOG_VERBOSE : LOG_NORMAL);
	terminal_init(&cli->out, STDOUT_FILENO, cli_colour(cli));
	if (cli_has(cli, OPTION_VERSION))
		return COMMAND_VERSION.run(cli, e);
	if (cli_has(cli, OPTION_HELP))
		return COMMAND_HELP.run(cli, e);
	if (!cli->command)
		return no_command(cli, e);
	return cli->command->run(cli, e);
}

/* One line on standard error, or JSON on standard output. */
static void show_error(const struct cli *cli, enum cli_exit code, const struct err *error)
{
	cleanup_buf struct buf text;
	struct err e = ERR_INIT;

	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json && report_error_json(error, (int)code, &text, &e) == 0 &&
	    fs_write_fd(STDOUT_FILENO, text.data, text.len, &e) == 0)
		return;
	log_error("%s", error->text);
}

int main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct cli cli = { 0 };
	enum cli_exit code;

	if (open_standard_fds() < 0)
		return CLI_FAULT;
	handle_signals();
	code = run(argc, argv, &cli, &e);
	if (code == CLI_DONE || code == CLI_REJECTED)
		err_clear(&e);
	/* Some file systems say only now that what was written has no room. */
	if (!e.code && close(STDOUT_FILENO) < 0) {
		err_errno(&e, "standard output");
		code = CLI_FAULT;
	}
	if (e.code)
		show_error(&cli, code, &e);
	cli_clear(&cli);
	return (int)code;
}
