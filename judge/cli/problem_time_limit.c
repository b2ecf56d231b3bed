/*
 * problem_time_limit: `judge problem time-limit`: which limit the references ask for, and whether it holds.
 */
#include "judge/cli/problem_verbs.h"
#include "judge/report/report_page.h"
#include "judge/author/time_limit.h"
#include "sandbox/base/clock.h"

#include <string.h>

#define FILE_COLUMNS 52u

struct proposing {
	const struct cli *cli;
	struct err error; /* of writing; the first one stays */
};

static double seconds(uint64_t us)
{
	return (double)us / CLOCK_US_PER_S;
}

static void on_row(const struct time_reference *r, void *arg)
{
	struct proposing *x = arg;
	const bool slow = r->side == TIME_BOUND_UPPER;
	cleanup_buf struct buf line;

	buf_init(&line, CLI_TEXT_MAX);
	if (x->cli->json || x->cli->verbosity < 0 || x->error.code)
		return;
	buf_printf(&line, "  %-*s %s%8.3f s  %s%s%s%s\n", (int)FILE_COLUMNS - 4, r->reference->file,
		   slow && r->as_promised ? ">" : " ", seconds(r->cpu_us), verdict_id(r->got.verdict),
		   r->got.reason[0] ? "/" : "", r->got.reason, r->as_promised ? "" : "  <- unexpected");
	if (cli_write(&line, &x->error) < 0)
		return;
}

static void describe(const struct problem *p, const struct time_proposal *t, bool written, struct buf *b)
{
	const uint64_t now = p->limits.box.cpu_us;

	buf_printf(b, "%s: the slowest that may not be too slow takes %.3f s; x %g, rounded up to %g s: %g s\n", p->id,
		   seconds(t->slowest_us), p->ac_to_time_limit, p->time_resolution_s, seconds(t->limit_us));
	if (!t->n_too_slow)
		buf_puts(b, "no reference is to be too slow in the tests, so nothing bounds the limit from above\n");
	else if (!t->n_unexpected)
		buf_printf(b, "the %zu that are to be too slow need over %g s, x %g\n", t->n_too_slow,
			   seconds(t->too_slow_us), p->time_limit_to_tle);
	if (t->n_unexpected)
		buf_printf(b, "%zu came to another end than promised, so no limit can be proposed\n", t->n_unexpected);
	else if (!p->has_time_limit)
		buf_printf(b, "the package gives none%s\n",
			   written ? ", and was changed" : ", so that this one counts; --write puts it in");
	else if (now == t->limit_us)
		buf_puts(b, "that is the limit now\n");
	else
		buf_printf(b, "problem.yaml %s %g s%s\n", written ? "said" : "says", seconds(now),
			   written ? ", and was changed" : "; --write changes it");
}

static enum cli_exit say_json(const struct problem *p, const struct time_proposal *t, bool written, enum cli_exit code,
			      struct err *e)
{
	cleanup_json_out struct json_out j;
	cJSON *rows;

	json_out_init(&j);
	json_string(&j, j.root, "schema", "judge-problem-time-limit/1");
	json_string(&j, j.root, "problem", p->id);
	json_u64(&j, j.root, "limit_us", p->limits.box.cpu_us);
	json_u64(&j, j.root, "proposed_us", t->limit_us);
	json_u64(&j, j.root, "slowest_accepted_us", t->slowest_us);
	json_u64(&j, j.root, "too_slow_us", t->too_slow_us);
	json_bool(&j, j.root, "written", written);
	rows = json_array(&j, j.root, "references");
	for (size_t i = 0; i < t->n; i++) {
		cJSON *o = json_object(&j, rows, NULL);

		json_string(&j, o, "file", t->rows[i].reference->file);
		json_string(&j, o, "verdict", verdict_id(t->rows[i].got.verdict));
		json_u64(&j, o, "cpu_us", t->rows[i].cpu_us);
		json_bool(&j, o, "as_promised", t->rows[i].as_promised);
	}
	return cli_result_json(&j, code, e);
}

enum cli_exit problem_time_limit(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_judge struct judge *j = NULL;
	cleanup_free struct time_reference *rows = NULL;
	cleanup_buf struct buf text;
	struct proposing x = { .cli = cli };
	struct time_proposal t = { 0 };
	enum cli_exit code = problem_named(cli, &p, e);
	bool write = cli_has(cli, OPTION_WRITE);

	buf_init(&text, CLI_TEXT_MAX);
	if (code != CLI_DONE)
		return code;
	if (cli_judge(cli, &j, e) < 0)
		return CLI_FAULT;
	if (time_limit_propose(j, p, on_row, &x, &t, e) < 0)
		return CLI_FAULT;
	rows = t.rows;
	write = write && !t.n_unexpected && (!p->has_time_limit || t.limit_us != p->limits.box.cpu_us);
	if (write && time_limit_write(p, t.limit_us, e) < 0)
		return cli_blame(e);
	if (x.error.code) {
		*e = x.error;
		return CLI_FAULT;
	}
	code = t.n_unexpected ? CLI_REJECTED : CLI_DONE;
	if (cli->json)
		return say_json(p, &t, write, code, e);
	describe(p, &t, write, &text);
	return cli_result(&text, code, e);
}
