/*
 * verify: does a problem package do what it promises?
 *
 * Each result is written as it comes, since a package has dozens of references and an author wants to see the first
 * failure, not the last.
 */
#include "judge/cli/cli.h"
#include "judge/cli/junit.h"
#include "judge/cli/matrix.h"
#include "judge/report/report_page.h"
#include "sandbox/base/fs.h"
#include "sandbox/base/json.h"

#include <fcntl.h>
#include <string.h>

#define FILE_COLUMNS 52u /* where the text behind a file's name begins */
#define FUZZ_DEFAULT 24u /* inputs: about as long as one more reference takes */

struct verification {
	const struct cli *cli;
	struct json_out json;
	cJSON *problems, *lines;
	struct junit junit;   /* with --junit */
	struct matrix matrix; /* of the package that is being verified */
	const char *id;       /* that is being verified */
	size_t checked, failed, undecided, warned;
	struct err error; /* of writing; the first one stays */
};

static const struct {
	const char *word, *plain;
	enum ink ink;
} RESULTS[] = {
	[VERIFY_OK] = { "ok", "ok", INK_GOOD },
	[VERIFY_FAILED] = { "failed", "FAIL", INK_BAD },
	[VERIFY_UNDECIDED] = { "undecided", "?", INK_WARN },
	[VERIFY_WARNED] = { "warning", "warn", INK_WARN },
	[VERIFY_NOTED] = { "note", "note", INK_WARN },
};

static void judgement_text(const struct judgement *j, char *text, size_t room)
{
	snprintf(text, room, "%s%s%s", verdict_id(j->verdict), j->reason[0] ? "/" : "", j->reason);
}

/* "  FAIL  what      text", the text in `column`. */
static void write_line(struct verification *v, enum verify_result result, const char *what, size_t column,
		       const char *text)
{
	const struct terminal *t = &v->cli->out;
	cleanup_buf struct buf line;
	struct page page;

	buf_init(&line, CLI_TEXT_MAX);
	page_init(&page, &line, t->width, t->colour, t->unicode);
	page_to(&page, 2);
	page_printf(&page, RESULTS[result].ink, "%s", RESULTS[result].plain);
	page_to(&page, 8);
	page_printf(&page, INK_PLAIN, "%s  ", what);
	page_to(&page, column);
	page_prose(&page, 10, INK_PLAIN, text);
	if (!v->error.code && cli_write(&line, &v->error) < 0)
		return;
}

static void on_line(const struct verify_line *l, void *arg)
{
	struct verification *v = arg;
	const char *file = l->reference ? l->reference->file : "package";
	char got[REASON_MAX + 16];

	judgement_text(&l->got, got, sizeof(got));
	v->checked += l->result != VERIFY_NOTED;
	v->warned += l->result == VERIFY_WARNED;
	junit_line(&v->junit, v->id, l);
	if (v->cli->json) {
		cJSON *o = json_object(&v->json, v->lines, NULL);

		json_string(&v->json, o, "result", RESULTS[l->result].word);
		json_string(&v->json, o, "file", l->reference ? file : NULL);
		json_string(&v->json, o, "verdict", l->reference && l->got.verdict ? got : NULL);
		json_string(&v->json, o, "text", l->text);
		return;
	}
	if (v->cli->verbosity < 0 && l->result != VERIFY_FAILED)
		return;
	matrix_hide(&v->matrix);
	write_line(v, l->result, file, l->reference ? FILE_COLUMNS : 0, l->text);
	matrix_show(&v->matrix, l->reference);
}

/* With the matrix, where somebody looks on. */
static int verify_loaded(struct verification *v, struct judge *j, const struct problem *p, size_t *failed,
			 size_t *undecided, struct err *e)
{
	const struct judge_options options = { .fuzz = cli_has(v->cli, OPTION_FUZZ)
							       ? (unsigned)v->cli->option[OPTION_FUZZ].number
							       : FUZZ_DEFAULT,
					       .both_ways = cli_has(v->cli, OPTION_BOTH_WAYS),
					       .no_complexity = cli_has(v->cli, OPTION_NO_COMPLEXITY),
					       .no_soundness = cli_has(v->cli, OPTION_NO_SOUNDNESS),
					       .no_references = cli_has(v->cli, OPTION_NO_REFERENCES),
					       .reference = matrix_event,
					       .part = matrix_part,
					       .arg = &v->matrix };
	struct terminal screen;
	int r;

	terminal_init(&screen, STDERR_FILENO, cli_colour(v->cli));
	matrix_begin(&v->matrix, &screen, p, v->cli->verbosity >= 0 && !v->cli->json);
	r = judge_verify(j, p, &options, on_line, v, failed, undecided, e);
	matrix_end(&v->matrix);
	return r;
}

/* One package. A damaged one is a result like any other. */
static enum cli_exit verify_one(struct verification *v, struct judge *j, const char *id, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	size_t failed = 0, undecided = 0, before = v->checked, warned = v->warned;
	struct err damage;
	char text[128];
	cJSON *o;
	int n;

	if (problem_open(id, &p, e) < 0 && e->code != -EINVAL)
		return cli_blame(e);
	v->id = id;
	junit_begin(&v->junit);
	o = json_object(&v->json, v->problems, NULL);
	json_string(&v->json, o, "id", id);
	v->lines = json_array(&v->json, o, "results");
	if (!p) {
		damage = *e;
		err_clear(e);
		on_line(&(struct verify_line){ .result = VERIFY_FAILED, .text = damage.text }, v);
		failed = 1;
	} else if (verify_loaded(v, j, p, &failed, &undecided, e) < 0) {
		return CLI_FAULT;
	}
	junit_end(&v->junit, id);
	v->failed += failed;
	v->undecided += undecided;
	warned = v->warned - warned;
	n = snprintf(text, sizeof(text), "%zu ok, %zu failed, %zu not decidable yet",
		     v->checked - before - failed - undecided - warned, failed, undecided);
	if (warned)
		snprintf(text + n, sizeof(text) - (size_t)n, ", %zu warning%s", warned, warned > 1 ? "s" : "");
	if (!v->cli->json)
		write_line(v, failed ? VERIFY_FAILED : VERIFY_OK, id, 0, text);
	return CLI_DONE;
}

static int write_junit(struct verification *v, struct err *e)
{
	const char *file = v->cli->option[OPTION_JUNIT].text;
	cleanup_buf struct buf text;

	buf_init(&text, 2 * (size_t)CLI_TEXT_MAX);
	if (!file)
		return 0;
	if (junit_print(&v->junit, &text, e) < 0)
		return e->code;
	return fs_write(AT_FDCWD, file, text.data, text.len, 0666, e);
}

static enum cli_exit verify_all(struct verification *v, char *const ids[], size_t n, struct err *e)
{
	cleanup_judge struct judge *j = NULL;
	enum cli_exit code = CLI_DONE;

	if (cli_judge(v->cli, &j, e) < 0)
		return CLI_FAULT;
	for (size_t i = 0; code == CLI_DONE && i < n; i++)
		code = verify_one(v, j, ids[i], e);
	if (code == CLI_DONE && v->error.code) {
		*e = v->error;
		return CLI_FAULT;
	}
	if (code != CLI_DONE)
		return code;
	if (write_junit(v, e) < 0)
		return cli_blame(e);
	code = v->failed > 0 ? CLI_REJECTED : CLI_DONE;
	return v->cli->json ? cli_result_json(&v->json, code, e) : code;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_free char *dir = NULL;
	cleanup_free char **all = NULL;
	struct verification v = { .cli = cli };
	enum cli_exit code;
	size_t n = 0;

	if (cli->n_operands && cli_has(cli, OPTION_ALL)) {
		err_set(e, -EINVAL, "--all means every package; leave out it or the packages");
		return CLI_USAGE;
	}
	if (cli->n_operands == 0 && (problems_dir(&dir, e) < 0 || problems_list(dir, &all, &n, e) < 0))
		return cli_blame(e);
	json_out_init(&v.json);
	junit_init(&v.junit);
	json_string(&v.json, v.json.root, "schema", "judge-verify/1");
	v.problems = json_array(&v.json, v.json.root, "problems");
	code = cli->n_operands ? verify_all(&v, (char *const *)cli->operands, cli->n_operands, e)
			       : verify_all(&v, all, n, e);
	json_out_clear(&v.json);
	junit_clear(&v.junit);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_ALL, 'a', "all", CLI_NOTHING, .help = "verify all packages, as without ID" },
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64,
	  "judge N references at once; without it one for each core, at most 8" },
	{ OPTION_BOTH_WAYS, 0, "both-ways", CLI_NOTHING,
	  .help = "run tests by a fork of one program and by one started anew too, where both must end the same; of "
		  "long ones the first of each verdict" },
	{ OPTION_FUZZ, 0, "fuzz", CLI_NUMBER, "N", 0, 10000,
	  "compare the accepted references by N more inputs, which the package's generator makes; without it by 24" },
	{ OPTION_JUNIT, 0, "junit", CLI_FILE, "FILE", .help = "write what was found to FILE too, as JUnit XML" },
	{ OPTION_NO_REFERENCES, 0, "no-references", CLI_NOTHING,
	  .help = "look at the package and its tests only, and judge no submission" },
	{ OPTION_NO_COMPLEXITY, 0, "no-complexity", CLI_NOTHING,
	  .help = "leave that stage out; what it is to find is not decidable then" },
	{ OPTION_NO_SOUNDNESS, 0, "no-soundness", CLI_NOTHING, .help = "likewise" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge verify lru_cache", "while writing the package" },
	{ "judge verify --all", "every package" },
	{ "judge verify --junit results.xml lru_cache", "for a program that shows test results" },
	{ 0 },
};

const struct cli_command COMMAND_VERIFY = {
	.name = "verify",
	.summary = "check that problem packages do what they promise",
	.operands = "[ID]...",
	.operand = CLI_PROBLEM,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details = "Checks the package, builds its tests, and judges every reference submission: each must get the "
		   "verdict that its folder and judge.yaml promise. What is worth a look and may be right is a "
		   "warning, which does not make a package fail. Without ID all packages are verified. With --quiet "
		   "only failures and a line for each package are shown. On a terminal references and tests are shown "
		   "while they are judged, a letter for each result: green as promised, red if not; at other times "
		   "what of the package is being looked at.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
