/*
 * help: prints what the command table knows.
 */
#include "judge/cli/cli.h"

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_buf struct buf text;
	const struct cli_command *about = cli_has(cli, OPTION_HELP) ? cli->command : NULL;

	buf_init(&text, CLI_TEXT_MAX);
	if (!cli_has(cli, OPTION_HELP) && cli_operand(cli)) {
		about = cli_find(cli->table, cli_operand(cli), e);
		if (!about)
			return CLI_USAGE;
	}
	if (cli_has(cli, OPTION_LIST))
		help_list(cli->table, &text);
	else if (cli_has(cli, OPTION_MDOC))
		help_mdoc(cli->table, &text);
	else if (about)
		help_command(cli->table, about, &cli->out, &text);
	else
		help_overview(cli->table, &cli->out, &text);
	return cli_result(&text, CLI_DONE, e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_LIST, 0, "list", CLI_NOTHING,
	  .help = "print commands and options for programs: a line each, fields parted by tabs" },
	{ OPTION_MDOC, 0, "mdoc", CLI_NOTHING, .help = "print them as the man page has them" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge help submit", "what submit does and takes; judge submit --help is the same" },
	{ 0 },
};

const struct cli_command COMMAND_HELP = {
	.name = "help",
	.summary = "say what the commands do and take",
	.operands = "[COMMAND]",
	.operand = CLI_COMMAND,
	.max_operands = 1,
	.options = OPTIONS,
	.details = "Without COMMAND it lists the commands.",
	.examples = EXAMPLES,
	.run = run,
};
