/*
 * rejudge: what would become of past submissions now that their package is another one.
 *
 * All are judged before anything is written, so that what --apply writes is what the preview showed. Then signals wait:
 * ^C on the way leaves the history as it was, and behind the preview all of it is written or nothing.
 */
#include "judge/cli/cli.h"
#include "judge/cli/interrupt.h"
#include "judge/cli/progress.h"
#include "judge/cli/rejudge_result.h"
#include "sandbox/base/log.h"

#include <string.h>

/* ---- which ------------------------------------------------------------------------------------------------------- */

/* It is on the command line, or it is missing there. The verdict is put into the query. */
static enum cli_exit check_selection(const struct cli *cli, struct rejudging_query *q, struct err *e)
{
	const bool all = cli_has(cli, OPTION_ALL), some = cli_has(cli, OPTION_SUBMISSION);

	if (!cli->n_operands && !all && !some) {
		err_set(e, -EINVAL, "which submissions? name problems, or say --submission ID, or --all");
		return CLI_USAGE;
	}
	if (all && (cli->n_operands || some)) {
		err_set(e, -EINVAL, "--all means every submission; leave out %s",
			some ? "--submission" : "the problems, or --all");
		return CLI_USAGE;
	}
	if (cli_has(cli, OPTION_VERDICT) && verdict_parse(cli->option[OPTION_VERDICT].text, &q->verdict, e) < 0)
		return CLI_USAGE;
	for (size_t i = 0; i < cli->n_operands; i++) {
		cleanup_problem struct problem *p = NULL;
		enum cli_exit code = cli_problem(cli->operands[i], &p, e);

		if (code != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

/* The values of --submission; NULL: out of memory. */
static const char **submissions_of(const struct cli *cli, size_t *n)
{
	const char **ids = calloc(cli->n_given + 1, sizeof(*ids));

	*n = 0;
	for (size_t i = 0; ids && i < cli->n_given; i++)
		if (cli->given[i].id == OPTION_SUBMISSION)
			ids[(*n)++] = cli->given[i].text;
	return ids;
}

static int plan(const struct cli *cli, struct store *store, struct rejudging_query *q, struct rejudging *r,
		struct err *e)
{
	cleanup_free const char **ids = submissions_of(cli, &q->n_submissions);

	if (!ids)
		return err_set(e, -ENOMEM, "out of memory");
	q->submissions = ids;
	q->problems = cli->operands;
	q->n_problems = cli->n_operands;
	q->force = cli_has(cli, OPTION_FORCE);
	q->keep = cli_has(cli, OPTION_APPLY);
	return rejudging_plan(r, store, q, e);
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

struct watch {
	struct progress progress;
	const struct rejudging *r;
	size_t at;
};

static void on_event(const struct judge_event *ev, void *arg)
{
	struct watch *w = arg;
	const struct store_entry *en = &w->r->all[w->at].was;
	char words[256];
	int n = snprintf(words, sizeof(words), "%zu/%zu, %.8s %s: %s", w->at + 1, w->r->n, en->id, en->problem,
			 ev->kind == EVENT_BUILD_TESTS ? "building tests" : stage_word(ev->stage));

	if (ev->total)
		snprintf(words + n, sizeof(words) - (size_t)n, " %zu/%zu", ev->done, ev->total);
	progress_words(&w->progress, words, false);
}

static bool is_needed(const struct rejudging *r, const struct problem *p)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].state == REJUDGED_PLANNED && r->all[i].problem == p)
			return true;
	return false;
}

/* The limits under which submit judges, too. */
static int infer_limits(const struct cli *cli, struct rejudging *r, struct judge *j, struct err *e)
{
	for (size_t i = 0; i < r->n_packages; i++)
		if (is_needed(r, r->packages[i].problem) && cli_time_limit(cli, j, r->packages[i].problem, e) < 0)
			return e->code;
	return 0;
}

static int judge_all(const struct cli *cli, struct store *store, struct rejudging *r, struct err *e)
{
	cleanup_judge struct judge *j = NULL;
	struct watch watch = { .r = r };
	const struct judge_options options = { .no_soundness = cli_has(cli, OPTION_NO_SOUNDNESS),
					       .no_complexity = cli_has(cli, OPTION_NO_COMPLEXITY),
					       .keep_data = true,
					       .event = on_event,
					       .arg = &watch };
	struct terminal chatter;
	int code = 0;

	if (r->n == 0)
		return 0;
	terminal_init(&chatter, STDERR_FILENO, COLOUR_NEVER);
	progress_begin(&watch.progress, &chatter, "rejudge", cli->verbosity < 0);
	if (cli_judge(cli, &j, e) < 0 || infer_limits(cli, r, j, e) < 0)
		return e->code;
	for (watch.at = 0; code == 0 && watch.at < r->n; watch.at++)
		code = rejudging_judge(r, watch.at, store, j, &options, e);
	progress_end(&watch.progress);
	return code;
}

/* That somebody else was faster with one is no reason to leave the others. */
static int apply_all(struct store *store, struct rejudging *r, struct err *e)
{
	int code = 0;

	interrupt_hold();
	for (size_t i = 0; code == 0 && i < r->n; i++) {
		code = rejudging_apply(r, i, store, e);
		if (code == -ESTALE)
			code = 0;
	}
	interrupt_release();
	return code;
}

/* ---- what came of it --------------------------------------------------------------------------------------------- */

static enum cli_exit code_of(const struct rejudging *r)
{
	enum cli_exit code = CLI_DONE;

	for (size_t i = 0; i < r->n; i++) {
		const struct rejudged *one = &r->all[i];
		enum cli_exit own = CLI_DONE;

		if (one->judge_failed)
			own = CLI_FAULT;
		else if (one->failure.code)
			own = CLI_USAGE;
		else if (one->state == REJUDGED_SCORE || one->state == REJUDGED_VERDICT)
			own = CLI_REJECTED;
		if (own > code)
			code = own;
	}
	return code;
}

/* The preview stands there before anything is written. */
static int preview(const struct cli *cli, const struct rejudging *r, struct err *e)
{
	cleanup_buf struct buf text;

	buf_init(&text, CLI_TEXT_MAX);
	if (cli->json)
		return 0;
	rejudge_preview(r, cli, &text);
	return cli_write(&text, e);
}

static enum cli_exit show(const struct cli *cli, const struct rejudging *r, struct err *e)
{
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	buf_init(&text, CLI_TEXT_MAX);
	json_out_init(&j);
	if (cli->json) {
		rejudge_json(r, r->keep, &j);
		return cli_result_json(&j, code_of(r), e);
	}
	rejudge_summary(r, cli, &text);
	return cli_result(&text, code_of(r), e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_store struct store *store = NULL;
	cleanup(rejudging_clear) struct rejudging r = { .n = 0 };
	struct rejudging_query q = { .force = false };
	enum cli_exit code = check_selection(cli, &q, e);
	int failed;

	if (code != CLI_DONE)
		return code;
	if (store_open(NULL, &store, e) < 0)
		return CLI_FAULT;
	failed = plan(cli, store, &q, &r, e);
	if (failed < 0)
		return failed == -ENOENT || failed == -EEXIST || failed == -E2BIG ? CLI_USAGE : CLI_FAULT;
	if (judge_all(cli, store, &r, e) < 0 || preview(cli, &r, e) < 0 || apply_all(store, &r, e) < 0)
		return CLI_FAULT;
	return show(cli, &r, e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_ALL, 'a', "all", CLI_NOTHING, .help = "submissions for every problem" },
	{ OPTION_SUBMISSION, 's', "submission", CLI_TEXT, "ID",
	  .help = "only this one, by its id or the beginning of it; may be repeated" },
	{ OPTION_VERDICT, 0, "verdict", CLI_TEXT, "WORD",
	  .help = "only those that have this verdict now, such as TLE" },
	{ OPTION_FORCE, 'f', "force", CLI_NOTHING,
	  .help = "also those that were judged by the present version of the package" },
	{ OPTION_APPLY, 0, "apply", CLI_NOTHING, .help = "write the new judgements into the history" },
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64,
	  "run N tests at once; without it one for each core, at most 8" },
	{ OPTION_EXEC, 0, "exec", CLI_NOTHING,
	  .help = "start the program anew for each test, instead of a fork of one; the verdict is the same" },
	{ OPTION_NO_COMPLEXITY, 0, "no-complexity", CLI_NOTHING, .help = "leave that stage out" },
	{ OPTION_NO_SOUNDNESS, 0, "no-soundness", CLI_NOTHING, .help = "likewise" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge rejudge lru_cache", "what a change of the package would change" },
	{ "judge rejudge lru_cache --apply", "and have it so" },
	{ "judge rejudge --all --verdict TLE --force", "whatever was too slow, on this host" },
	{ 0 },
};

const struct cli_command COMMAND_REJUDGE = {
	.name = "rejudge",
	.summary = "judge past submissions again, by their package as it is now",
	.operands = "[ID]...",
	.operand = CLI_PROBLEM,
	.max_operands = SIZE_MAX,
	.options = OPTIONS,
	.details = "ID is a problem. Those of its submissions are judged again that were judged by another version of "
		   "its package: the version is a hash of what can change a verdict. A table counts which verdicts "
		   "become which, and each submission whose verdict or score changes has a line with both reasons.\n\n"
		   "Nothing is written without --apply. With it each gets a further judgement, which counts from then "
		   "on; judge history ID --judgement N shows the others. A submission whose package is gone, or that "
		   "the judge fails on, keeps what it has.\n\n"
		   "The exit code is 0 when no verdict or score changes, 1 when some do, 2 when a submission could not "
		   "be judged again, and 3 when that was the judge's fault.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
