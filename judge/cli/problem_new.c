/*
 * problem_new: `judge problem new`: a package to begin with.
 */
#include "judge/cli/interrupt.h"
#include "judge/cli/problem_verbs.h"
#include "judge/package/transfer.h"
#include "sandbox/base/fs.h"

static enum cli_exit say_made(const struct cli *cli, const char *to, const char *kind, const struct transferred *t,
			      struct err *e)
{
	cleanup_free char *dir = fs_join(to, t->id);
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (!dir) {
		err_set(e, -ENOMEM, "out of memory");
		return CLI_FAULT;
	}
	if (cli->json) {
		json_string(&j, j.root, "schema", "judge-problem-new/1");
		json_string(&j, j.root, "problem", t->id);
		json_string(&j, j.root, "kind", kind);
		json_string(&j, j.root, "folder", dir);
		json_u64(&j, j.root, "files", t->files);
		return cli_result_json(&j, CLI_DONE, e);
	}
	if (cli->verbosity < 0)
		return CLI_DONE;
	buf_printf(&text, "%s written: %zu files. Begin with its statement. Next: judge verify %s\n", dir, t->files,
		   t->id);
	return cli_result(&text, CLI_DONE, e);
}

enum cli_exit problem_new(const struct cli *cli, struct err *e)
{
	const char *kind = cli_has(cli, OPTION_KIND) ? cli->option[OPTION_KIND].text : "function";
	const char *to = cli->option[OPTION_INTO].text;
	cleanup_free char *problems = NULL;
	struct transferred done = { 0 };
	int r;

	if (!to && problems_dir(&problems, e) < 0)
		return cli_blame(e);
	if (!to)
		to = problems;
	interrupt_hold();
	r = skeleton_install(kind, cli->operands[1], to, interrupt_pending, &done, e);
	interrupt_release();
	return r < 0 ? cli_blame(e) : say_made(cli, to, kind, &done, e);
}
