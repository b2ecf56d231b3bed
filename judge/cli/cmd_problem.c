/*
 * problem: the author's tools, one verb each.
 *
 * The verbs share one row of the table of commands, since they are about one thing; which of its options and how many
 * operands a verb takes stands in a table here.
 */
#include "judge/cli/problem_verbs.h"
#include "sandbox/base/fs.h"

#include <string.h>

#define TAKES_MAX 4

static const struct verb {
	const char *word;
	const char *operand;                 /* as an error names it */
	enum cli_option_id takes[TAKES_MAX]; /* ended by OPTION_HELP, which all take */
	enum cli_exit (*run)(const struct cli *cli, struct err *e);
} VERBS[] = {
	{ "pack", "ID", { OPTION_OUTPUT, OPTION_LAYOUT, OPTION_HELP }, problem_pack },
	{ "import", "FILE.zip or DIR", { OPTION_INTO, OPTION_ID, OPTION_HELP }, problem_import },
};

enum cli_exit problem_named(const struct cli *cli, struct problem **out, struct err *e)
{
	const char *name = cli->operands[1];

	if (!strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
		return cli_problem(name, out, e);
	if (problem_load(name, out, e) == 0)
		return CLI_DONE;
	return e->code == -EINVAL ? CLI_FAULT : cli_blame(e);
}

static bool takes(const struct verb *v, enum cli_option_id id)
{
	for (size_t i = 0; v->takes[i] != OPTION_HELP; i++)
		if (v->takes[i] == id)
			return true;
	return false;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	const struct verb *v = VERBS;

	/* It is one of them: the table of commands has the same words. */
	while (strcmp(v->word, cli->operands[0]) != 0)
		v++;
	if (cli->n_operands < 2) {
		err_set(e, -EINVAL, "problem %s: %s is missing", v->word, v->operand);
		return CLI_USAGE;
	}
	for (const struct cli_option *o = cli->command->options; o->name; o++)
		if (cli_has(cli, o->id) && !takes(v, o->id)) {
			err_set(e, -EINVAL, "problem %s: it does not take --%s", v->word, o->name);
			return CLI_USAGE;
		}
	return v->run(cli, e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_OUTPUT, 'o', "output", CLI_FILE, "FILE", .help = "pack: write FILE instead of ID.zip" },
	{ OPTION_LAYOUT, 0, "layout", CLI_WORD, "folder|root",
	  .help = "pack: put everything in one folder, as the format and Kattis have it, or at the root, as DOMjudge; "
		  "without it folder" },
	{ OPTION_INTO, 0, "into", CLI_FILE, "DIR",
	  .help = "import: install below DIR instead of the folder of problems" },
	{ OPTION_ID, 0, "id", CLI_TEXT, "ID", .help = "import: the id that it gets, instead of one made of its name" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge problem pack lru_cache", "writes lru_cache.zip" },
	{ "judge problem pack --layout root -o contest/A.zip lru_cache", "for DOMjudge, as problem A" },
	{ "judge problem import different.zip", "a package of somebody else" },
	{ 0 },
};

const struct cli_command COMMAND_PROBLEM = {
	.name = "problem",
	.summary = "take problem packages in and give them out",
	.operands = "verb ID|FILE",
	.operand = CLI_PACKAGE,
	.verbs = "pack|import",
	.min_operands = 1,
	.max_operands = 2,
	.options = OPTIONS,
	.details = "pack writes a package as a zip archive for other judges. Equal packages give equal bytes, so that "
		   "a checksum tells whether one has changed. What has a slash in its name is a path, anything else "
		   "the id of a problem.\n\n"
		   "import installs a package that somebody else has made, from an archive or a folder, where "
		   "everything is at the root or in one folder there. It is refused whole, with the file and the "
		   "entry named, where it would expand to more than 1 GiB or, over 64 MiB, to more than 200 times its "
		   "size, where an entry leads out of it, is a link or a device, is encrypted, stands twice or "
		   "differs from another by case alone, and where no problem can be loaded from it. Names that the "
		   "format tells tools to ignore are left out. A problem that is there is never written over, and "
		   "what fails or is interrupted leaves nothing behind.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
