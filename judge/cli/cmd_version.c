/*
 * version: which judge this is, and which versions of its formats it speaks.
 */
#include "judge/cli/cli.h"

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json) {
		json_string(&j, j.root, "schema", "judge-version/1");
		json_string(&j, j.root, "version", JUDGE_VERSION);
		return cli_result_json(&j, CLI_DONE, e);
	}
	buf_puts(&text, "judge " JUDGE_VERSION "\n");
	return cli_result(&text, CLI_DONE, e);
}

const struct cli_command COMMAND_VERSION = {
	.name = "version",
	.summary = "print the version",
	.operands = "",
	.details = "",
	.json = true,
	.run = run,
};
