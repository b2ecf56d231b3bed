/*
 * mutate: are the tests of a problem strong?
 *
 * Shows for each problem how many of the faults that were made are rejected, by classes, and every one that is not, in
 * the words in which the author of the package may argue that it is none.
 */
#include "judge/cli/cli.h"
#include "judge/cli/progress.h"
#include "judge/author/mutate.h"
#include "judge/report/report_page.h"

#include <errno.h>
#include <string.h>

struct mutating {
	const struct cli *cli;
	struct json_out json;
	cJSON *problems;
	struct buf text; /* of one problem; of all of them the Markdown */
	struct progress progress;
	size_t failed;
};

/* ---- while it goes on -------------------------------------------------------------------------------------------- */

static void on_event(bool judging, size_t done, size_t total, size_t survived, void *arg)
{
	struct mutating *m = arg;
	char text[160];

	snprintf(text, sizeof(text), "%s mutants %zu/%zu", judging ? "judging" : "building", done, total);
	if (survived)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ", %zu survived", survived);
	progress_words(&m->progress, text, done == total);
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

/* "97.5 %", rounded down: 94.99 is not 95. */
static const char *percent(const struct mutation_score *s, char out[16])
{
	const unsigned permille = mutation_permille(s);

	snprintf(out, 16, "%u.%u %%", permille / 10, permille % 10);
	return out;
}

static void show_classes(struct page *page, const struct mutation_score *s)
{
	for (size_t i = 0; i < MUTATION_CLASSES; i++) {
		if (!s->counted[i])
			continue;
		page_to(page, 2);
		page_printf(page, INK_PLAIN, "%s", mutation_class(i)->name);
		page_to(page, 14);
		page_printf(page, s->rejected[i] == s->counted[i] ? INK_PLAIN : INK_WARN, "%4zu of %4zu",
			    s->rejected[i], s->counted[i]);
		page_to(page, 30);
		page_printf(page, INK_DIM, "%s", mutation_class(i)->what);
		page_end(page);
	}
}

/* Where a survivor is, and its line before and after it. */
static void show_mutant(struct page *page, const struct mutant *x, const char *word, enum ink ink)
{
	page_to(page, 2);
	page_printf(page, ink, "%s", word);
	page_to(page, 12);
	page_printf(page, INK_HEAD, "%s:%u:%u", x->file, x->edit.line, x->edit.column);
	page_printf(page, INK_PLAIN, "  %s%s%s", mutation_class(x->edit.class)->name, x->edit.function ? " in " : "",
		    x->edit.function ? x->edit.function : "");
	if (x->fate == MUTANT_REJECTED)
		page_printf(page, INK_PLAIN, "  %s%s%s", verdict_id(x->got.verdict), x->got.reason[0] ? "/" : "",
			    x->got.reason);
	page_end(page);
	page_to(page, 12);
	page_prosef(page, 14, INK_PLAIN, "- %s", x->edit.from);
	page_to(page, 12);
	page_prosef(page, 14, INK_PLAIN, "+ %s", x->edit.to);
	if (x->argument) {
		page_to(page, 12);
		page_prosef(page, 14, INK_DIM, "mutants.yaml:%u: %s", x->argument->line, x->argument->why);
	}
}

static void show_mutants(const struct mutating *m, struct page *page, const struct mutation_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct mutant *x = &run->mutants[i];

		if (x->fate == MUTANT_SURVIVED)
			show_mutant(page, x, "survived", INK_BAD);
		else if (x->fate == MUTANT_REJECTED && x->argument && !x->argument->here)
			show_mutant(page, x, "refuted", INK_BAD);
		else if (m->cli->verbosity > 0 && x->fate != MUTANT_LEFT)
			show_mutant(page, x, mutant_word(x->fate), INK_DIM);
	}
}

/* The last line of a problem: "ok  lru_cache  97.3 %: 146 of 150 mutants rejected; …". */
static void show_score(struct page *page, const char *id, const struct mutation_score *s)
{
	const bool enough = mutation_is_enough(s);
	size_t rejected, of = mutation_score_of(s, &rejected);
	char score[16];

	page_to(page, 2);
	page_printf(page, enough ? INK_GOOD : INK_BAD, "%s", enough ? "ok" : "FAIL");
	page_to(page, 8);
	page_prosef(page, 10, INK_PLAIN,
		    "%s  %s: %zu of %zu mutants rejected; equivalent by proof %zu, by argument %zu; twins %zu; "
		    "stillborn %zu; not tried %zu",
		    id, percent(s, score), rejected, of, s->by_fate[MUTANT_SAME], s->by_fate[MUTANT_ARGUED],
		    s->by_fate[MUTANT_TWIN], s->by_fate[MUTANT_STILLBORN], s->by_fate[MUTANT_LEFT]);
}

static int show_text(struct mutating *m, const char *id, const struct mutation_run *run, struct err *e)
{
	struct page page;

	page_init(&page, &m->text, m->cli->out.width, m->cli->out.colour, m->cli->out.unicode);
	if (m->cli->verbosity >= 0) {
		show_classes(&page, &run->score);
		show_mutants(m, &page, run);
	}
	show_score(&page, id, &run->score);
	return cli_write(&m->text, e);
}

/* ---- JSON and Markdown ------------------------------------------------------------------------------------------- */

static void put_mutant(struct mutating *m, cJSON *list, const struct mutant *x)
{
	cJSON *o = json_object(&m->json, list, NULL);

	json_string(&m->json, o, "fate", mutant_word(x->fate));
	json_string(&m->json, o, "class", mutation_class(x->edit.class)->name);
	json_string(&m->json, o, "file", x->file);
	json_u64(&m->json, o, "line", x->edit.line);
	json_u64(&m->json, o, "column", x->edit.column);
	json_string(&m->json, o, "function", x->edit.function);
	json_string(&m->json, o, "before", x->edit.before);
	json_string(&m->json, o, "after", x->edit.after);
	json_string(&m->json, o, "from", x->edit.from);
	json_string(&m->json, o, "to", x->edit.to);
	json_string(&m->json, o, "verdict", x->got.verdict ? verdict_id(x->got.verdict) : NULL);
	json_string(&m->json, o, "reason", x->got.verdict ? x->got.reason : NULL);
	json_string(&m->json, o, "why", x->argument ? x->argument->why : NULL);
}

static void put_run(struct mutating *m, cJSON *o, const struct mutation_run *run)
{
	const struct mutation_score *s = &run->score;
	cJSON *counts, *classes, *mutants;
	size_t rejected, of = mutation_score_of(s, &rejected);

	json_bool(&m->json, o, "enough", mutation_is_enough(s));
	json_double(&m->json, o, "score", mutation_permille(s) / 1000.0);
	json_u64(&m->json, o, "rejected", rejected);
	json_u64(&m->json, o, "of", of);
	json_u64(&m->json, o, "possible", s->possible);
	counts = json_object(&m->json, o, "fates");
	for (size_t i = 0; i < MUTANT_FATE_COUNT; i++)
		json_u64(&m->json, counts, mutant_word((enum mutant_fate)i), s->by_fate[i]);
	classes = json_array(&m->json, o, "classes");
	for (size_t i = 0; i < MUTATION_CLASSES; i++) {
		cJSON *class = json_object(&m->json, classes, NULL);

		json_string(&m->json, class, "name", mutation_class(i)->name);
		json_u64(&m->json, class, "rejected", s->rejected[i]);
		json_u64(&m->json, class, "counted", s->counted[i]);
	}
	mutants = json_array(&m->json, o, "mutants");
	for (size_t i = 0; i < run->n; i++)
		if (run->mutants[i].fate != MUTANT_LEFT)
			put_mutant(m, mutants, &run->mutants[i]);
}

static const char MARKDOWN_HEAD[] =
	"# How strong the tests are\n"
	"\n"
	"Made by `judge mutate --markdown`; not to be edited. The accepted references of each problem are given small\n"
	"faults, one at a time; the score says how many of these mutants its tests, its size families and the\n"
	"sanitizers reject. At least 95 % is asked for.\n"
	"\n"
	"- *By proof*: mutants whose object code is the original's; *by argument*: those that do the same for a\n"
	"  reason which the problem's `mutants.yaml` states. Neither counts.\n"
	"- *Survived*: accepted, and not argued for.\n"
	"\n"
	"| problem | score | mutants | rejected | survived | by argument | by proof |\n"
	"|---|---:|---:|---:|---:|---:|---:|\n";

static void markdown_row(struct buf *b, const char *id, const struct mutation_score *s)
{
	size_t rejected, of = mutation_score_of(s, &rejected);
	char score[16];

	buf_printf(b, "| `%s` | %s | %zu | %zu | %zu | %zu | %zu |\n", id, percent(s, score), of, rejected,
		   s->by_fate[MUTANT_SURVIVED], s->by_fate[MUTANT_ARGUED], s->by_fate[MUTANT_SAME]);
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static bool is_markdown(const struct mutating *m)
{
	return cli_has(m->cli, OPTION_MARKDOWN);
}

static int show(struct mutating *m, const char *id, const struct mutation_run *run, cJSON *o, struct err *e)
{
	m->failed += !mutation_is_enough(&run->score);
	if (m->cli->json)
		put_run(m, o, run);
	else if (is_markdown(m))
		markdown_row(&m->text, id, &run->score);
	else
		return show_text(m, id, run, e);
	return 0;
}

/* A package that is at fault is a result like any other, but not in a table of scores. */
static int show_fault(struct mutating *m, const char *id, cJSON *o, const struct err *fault, struct err *e)
{
	struct page page;

	m->failed++;
	json_bool(&m->json, o, "enough", false);
	json_string(&m->json, o, "fault", fault->text);
	if (m->cli->json)
		return 0;
	if (is_markdown(m)) {
		*e = *fault;
		return e->code;
	}
	page_init(&page, &m->text, m->cli->out.width, m->cli->out.colour, m->cli->out.unicode);
	page_to(&page, 2);
	page_printf(&page, INK_BAD, "FAIL");
	page_to(&page, 8);
	page_prosef(&page, 10, INK_PLAIN, "%s  %s", id, fault->text);
	return cli_write(&m->text, e);
}

static enum cli_exit mutate_one(struct mutating *m, struct judge *j, const char *id, struct err *e)
{
	const struct cli *cli = m->cli;
	cleanup_problem struct problem *p = NULL;
	cleanup_mutation_run struct mutation_run run = { .n = 0 };
	const size_t limit = cli_has(cli, OPTION_LIMIT) ? cli->option[OPTION_LIMIT].number : MUTANTS_DEFAULT;
	const struct mutate_options options = {
		.files = cli->n_operands > 1 ? &cli->operands[1] : NULL,
		.n_files = cli->n_operands > 1 ? cli->n_operands - 1 : 0,
		.limit = cli_has(cli, OPTION_ALL) ? SIZE_MAX : limit,
		.seed = cli->option[OPTION_SEED].number,
		.event = on_event,
		.arg = m,
	};
	struct terminal screen;
	cJSON *o;
	int r;

	r = problem_open(id, &p, e);
	if (r < 0 && r != -EINVAL)
		return cli_blame(e);
	if (!r)
		r = cli_time_limit(cli, j, p, e);
	terminal_init(&screen, STDERR_FILENO, COLOUR_NEVER);
	progress_begin(&m->progress, &screen, id, cli->verbosity < 0);
	if (!r)
		r = judge_mutate(j, p, &options, &run, e);
	progress_end(&m->progress);
	if (r == -ENOENT)
		return CLI_USAGE;
	if (r < 0 && r != -EINVAL && r != -EPROTO)
		return CLI_FAULT;
	if (!is_markdown(m))
		buf_reset(&m->text);
	o = json_object(&m->json, m->problems, NULL);
	json_string(&m->json, o, "id", id);
	if (r < 0) {
		struct err fault = *e;

		err_clear(e);
		r = show_fault(m, id, o, &fault, e);
	} else {
		r = show(m, id, &run, o, e);
	}
	return r < 0 ? CLI_FAULT : CLI_DONE;
}

static enum cli_exit mutate_all(struct mutating *m, char *const ids[], size_t n, struct err *e)
{
	cleanup_judge struct judge *j = NULL;
	enum cli_exit code = CLI_DONE;

	if (cli_judge(m->cli, &j, e) < 0)
		return CLI_FAULT;
	if (is_markdown(m))
		buf_puts(&m->text, MARKDOWN_HEAD);
	for (size_t i = 0; code == CLI_DONE && i < n; i++)
		code = mutate_one(m, j, ids[i], e);
	if (code != CLI_DONE)
		return code;
	code = m->failed ? CLI_REJECTED : CLI_DONE;
	if (m->cli->json)
		return cli_result_json(&m->json, code, e);
	return is_markdown(m) ? cli_result(&m->text, code, e) : code;
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_free char *dir = NULL;
	cleanup_free char **all = NULL;
	struct mutating m = { .cli = cli };
	enum cli_exit code;
	size_t n = 0;

	if (cli->n_operands == 0 && (problems_dir(&dir, e) < 0 || problems_list(dir, &all, &n, e) < 0))
		return cli_blame(e);
	buf_init(&m.text, CLI_TEXT_MAX);
	json_out_init(&m.json);
	json_string(&m.json, m.json.root, "schema", "judge-mutate/1");
	m.problems = json_array(&m.json, m.json.root, "problems");
	code = cli->n_operands ? mutate_all(&m, (char *const *)cli->operands, 1, e) : mutate_all(&m, all, n, e);
	json_out_clear(&m.json);
	buf_clear(&m.text);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_ALL, 'a', "all", CLI_NOTHING, .help = "judge all mutants that can be made" },
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64,
	  "judge N mutants at once; without it one for each core, at most 8" },
	{ OPTION_LIMIT, 'n', "limit", CLI_NUMBER, "N", 1, 100000,
	  "judge N mutants of a problem, even over lines and classes; without it 120" },
	{ OPTION_MARKDOWN, 0, "markdown", CLI_NOTHING, .help = "print a table of the scores alone, in Markdown" },
	{ OPTION_SEED, 0, "seed", CLI_NUMBER, "N", 0, UINT32_MAX,
	  "make another choice of mutants; 0 is the usual one" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge mutate lru_cache", "while writing its tests" },
	{ "judge mutate --all lru_cache accepted/hash_and_list.c", "every mutant of one reference" },
	{ "judge mutate --markdown", "the scores of all problems" },
	{ 0 },
};

const struct cli_command COMMAND_MUTATE = {
	.name = "mutate",
	.summary = "check that the tests of problem packages reject small faults",
	.operands = "[ID] [FILE]...",
	.operand = CLI_PROBLEM,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details =
		"Gives the accepted references of a problem, or those that are named, small faults, one at a time, and "
		"judges what comes of it; FILE is one of them as judge.yaml names it. Every mutant that survives is "
		"shown with its line before and after; it is "
		"a reason for another test, or the package says in its mutants.yaml why it does the same. Mutants "
		"whose object code is the original's, or does not compile, do not count. Without ID all problems are "
		"tried. The exit code is 0 where at least 95 % are rejected.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
