/*
 * start: writes the starter of a problem as a new file.
 *
 * What is there is never written over: the file is created with O_EXCL, so that there is no moment between looking
 * and writing.
 */
#include "judge/cli/cli.h"
#include "sandbox/base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Under another name than the problem's, the file itself has to say which problem it is for. */
static void starter_text(const struct problem *p, const char *file, struct buf *b)
{
	const char *base = fs_basename(file);
	size_t n = strlen(p->id);

	if ((strncmp(base, p->id, n) != 0 || strcmp(base + n, ".c") != 0) && !strstr(p->starter, "// problem:"))
		buf_printf(b, "// problem: %s\n", p->id);
	buf_puts(b, p->starter);
}

static enum cli_exit say_written(const struct cli *cli, const struct problem *p, const char *file, struct err *e)
{
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json) {
		json_string(&j, j.root, "schema", "judge-start/1");
		json_string(&j, j.root, "problem", p->id);
		json_string(&j, j.root, "file", file);
		return cli_result_json(&j, CLI_DONE, e);
	}
	if (cli->verbosity < 0)
		return CLI_DONE;
	buf_printf(&text, "%s written. Next: judge show %s, judge test %s\n", file, p->id, file);
	return cli_result(&text, CLI_DONE, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_buf struct buf text;
	const char *file = cli->option[OPTION_OUTPUT].text;
	char usual[PROBLEM_ID_MAX + 3];
	enum cli_exit code = cli_problem(cli_operand(cli), &p, e);

	buf_init(&text, SOURCE_BYTES_MAX);
	if (code != CLI_DONE)
		return code;
	if (!p->starter) {
		err_set(e, -ENOENT, "%s has no starter: it is written from nothing", p->id);
		return CLI_USAGE;
	}
	snprintf(usual, sizeof(usual), "%s.c", p->id);
	if (!file)
		file = usual;
	starter_text(p, file, &text);
	if (buf_error(&text, "starter", e) < 0)
		return CLI_FAULT;
	if (fs_create(AT_FDCWD, file, text.data, text.len, 0644, e) == 0)
		return say_written(cli, p, file, e);
	if (e->code == -EEXIST)
		err_set(e, -EEXIST, "%s is there already and is left as it is; -o FILE takes another name", file);
	return cli_blame(e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_OUTPUT, 'o', "output", CLI_FILE, "FILE", .help = "write FILE instead of ID.c" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge start lru_cache", "writes lru_cache.c" },
	{ 0 },
};

const struct cli_command COMMAND_START = {
	.name = "start",
	.summary = "write the file to begin a problem with",
	.operands = "ID",
	.operand = CLI_PROBLEM,
	.min_operands = 1,
	.max_operands = 1,
	.options = OPTIONS,
	.details = "Writes ID.c in the current directory. A file that is there is never written over.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
