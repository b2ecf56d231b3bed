/*
 * completion: prints the completion of a shell, made from the command table.
 */
#include "judge/cli/cli.h"

#include <string.h>

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_buf struct buf text;

	buf_init(&text, CLI_TEXT_MAX);
	if (!strcmp(cli_operand(cli), "bash"))
		completion_bash(cli->table, &text);
	else
		completion_zsh(cli->table, &text);
	return cli_result(&text, CLI_DONE, e);
}

static const struct cli_example EXAMPLES[] = {
	{ "eval \"$(judge completion bash)\"", "in ~/.bashrc" },
	{ "judge completion zsh >~/.zfunc/_judge", "where ~/.zfunc is in fpath" },
	{ 0 },
};

const struct cli_command COMMAND_COMPLETION = {
	.name = "completion",
	.summary = "print the completion script of a shell",
	.operands = "bash|zsh",
	.operand = CLI_WORD,
	.words = "bash|zsh",
	.min_operands = 1,
	.max_operands = 1,
	.details = "Completes commands, options, their words, ids of problems and files.",
	.examples = EXAMPLES,
	.run = run,
};
