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
	{ "new", "ID", { OPTION_KIND, OPTION_INTO, OPTION_HELP }, problem_new },
	{ "generate", "ID", { OPTION_INTO, OPTION_JOBS, OPTION_HELP }, problem_generate },
	{ "time-limit", "ID", { OPTION_WRITE, OPTION_JOBS, OPTION_HELP }, problem_time_limit },
	{ "pack", "ID", { OPTION_OUTPUT, OPTION_LAYOUT, OPTION_STANDARD, OPTION_HELP }, problem_pack },
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
	{ OPTION_KIND, 0, "kind", CLI_WORD, "function|stdio|interactive|debugging",
	  .help = "new: the kind of problem; without it function" },
	{ OPTION_OUTPUT, 'o', "output", CLI_FILE, "FILE", .help = "pack: write FILE instead of ID.zip" },
	{ OPTION_LAYOUT, 0, "layout", CLI_WORD, "folder|root",
	  .help = "pack: put everything in one folder, as the format and Kattis have it, or at the root, as DOMjudge; "
		  "without it folder" },
	{ OPTION_STANDARD, 0, "standard", CLI_NOTHING,
	  .help = "pack: as version 2025-09 of the format without judge.yaml, every test as a file" },
	{ OPTION_INTO, 0, "into", CLI_FILE, "DIR",
	  .help = "new and import: install below DIR instead of the folder of problems; generate: write the tests "
		  "below DIR" },
	{ OPTION_ID, 0, "id", CLI_TEXT, "ID", .help = "import: the id that it gets, instead of one made of its name" },
	{ OPTION_WRITE, 0, "write", CLI_NOTHING, .help = "time-limit: write it into problem.yaml" },
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64,
	  "generate and time-limit: use N cores; without it all, at most 8" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge problem new --kind stdio sum", "a package to begin with" },
	{ "judge problem time-limit lru_cache", "what its references ask for" },
	{ "judge problem generate --into tests lru_cache", "every hidden test as a file" },
	{ "judge problem pack lru_cache", "writes lru_cache.zip" },
	{ "judge problem pack --layout root -o contest/A.zip lru_cache", "for DOMjudge, as problem A" },
	{ "judge problem pack --standard sum", "for any other judge of the format" },
	{ "judge problem import different.zip", "a package of somebody else" },
	{ 0 },
};

const struct cli_command COMMAND_PROBLEM = {
	.name = "problem",
	.summary = "make, pack and import problem packages",
	.operands = "verb ID|FILE",
	.operand = CLI_PACKAGE,
	.verbs = "new|generate|time-limit|pack|import",
	.min_operands = 1,
	.max_operands = 2,
	.options = OPTIONS,
	.details = "new writes a package to begin with: a small whole problem that verifies clean, to be changed step "
		   "by step while `judge verify` says what no longer fits. The kinds are a function, a program that "
		   "reads standard input, a program that talks with the judge, and a function with faults to be "
		   "repaired.\n\n"
		   "generate makes the tests that a package declares and does not hold, says what there is (bytes of "
		   "input and answer, and what it was made of), and with --into writes them as GROUP/NAME.in and "
		   ".ans.\n\n"
		   "time-limit runs the references that say something about time, and proposes the limit of the "
		   "package format: twice what the slowest accepted one takes, rounded up to time_resolution, so that "
		   "what is to be too slow needs at least 1.5 times the limit; time_multipliers in problem.yaml "
		   "change the factors. It exits with 1 when a reference comes to another end than it promises.\n\n"
		   "pack writes a package as a zip archive for other judges. Equal packages give equal bytes, so that "
		   "a checksum tells whether one has changed. What has a slash in its name is a path, anything else "
		   "the id of a problem. With --standard the archive is for judges that do not know judge.yaml, or "
		   "the legacy format: tests are files with the model's answers, a legacy package is written in the "
		   "words of 2025-09, its scores by the rules of that where each submission keeps its score, and "
		   "references stay behind that only growth or a sanitizer rejects. Whatever is left out is told of in "
		   "a line on standard error. Problems whose submissions are functions, and scores that other rules "
		   "cannot give, have no such form.\n\n"
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
