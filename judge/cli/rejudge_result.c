/*
 * rejudge_result: what submissions got and what they would get, side by side.
 *
 * Most of a rejudging changes nothing, and what it changes is what people have to decide about: so the many are counted
 * in a table, and the few have a line each.
 */
#include "judge/cli/rejudge_result.h"
#include "judge/cli/versions.h"
#include "judge/report/report_page.h"
#include "sandbox/base/clock.h"

#include <string.h>

#define ID_COLUMNS   8u
#define HANG         12u
#define ROW_COLUMNS  10u /* of the word in front of a row */
#define CELL_COLUMNS 7u

static struct page begin(const struct cli *cli, struct buf *out)
{
	struct page page;

	page_init(&page, out, cli->out.width, cli->out.colour, cli->out.unicode);
	return page;
}

/* ---- the matrix -------------------------------------------------------------------------------------------------- */

/* Has somebody had it, or got it? */
static bool is_met(const struct rejudging_matrix *m, enum verdict v)
{
	for (int other = 0; other < VERDICT_COUNT; other++)
		if (m->n[v][other] || m->n[other][v])
			return true;
	return false;
}

static void print_row(const struct rejudging_matrix *m, enum verdict was, struct page *page)
{
	size_t column = ROW_COLUMNS;

	page_to(page, 2);
	page_printf(page, INK_PLAIN, "%s", verdict_id(was));
	for (int now = 0; now < VERDICT_COUNT; now++) {
		const size_t n = m->n[was][now];

		if (!is_met(m, (enum verdict)now))
			continue;
		page_to(page, column);
		if (n)
			page_printf(page, now == (int)was ? INK_GOOD : INK_WARN, "%5zu", n);
		else
			page_printf(page, INK_DIM, "    %s", page_glyph(page, "·", "."));
		column += CELL_COLUMNS;
	}
	page_end(page);
}

static void print_matrix(const struct rejudging *r, struct page *page)
{
	struct rejudging_matrix m;
	size_t column = ROW_COLUMNS;

	rejudging_count(r, &m);
	page_to(page, 2);
	page_printf(page, INK_DIM, "was");
	page_to(page, ROW_COLUMNS);
	page_printf(page, INK_DIM, "  now");
	for (int now = 0; now < VERDICT_COUNT; now++) {
		if (!is_met(&m, (enum verdict)now))
			continue;
		column += CELL_COLUMNS;
		page_to(page, column);
		page_printf(page, INK_HEAD, "%5s", verdict_id((enum verdict)now));
	}
	page_end(page);
	for (int was = 0; was < VERDICT_COUNT; was++)
		if (is_met(&m, (enum verdict)was))
			print_row(&m, (enum verdict)was, page);
	page_gap(page);
}

/* ---- one submission ---------------------------------------------------------------------------------------------- */

static void judgement_words(const struct judgement *j, const char *score, char *out, size_t room)
{
	snprintf(out, room, "%s%s%s%s%s%s", verdict_id(j->verdict), j->reason[0] ? "/" : "", j->reason,
		 score[0] ? " (" : "", score, score[0] ? " points)" : "");
}

static void print_one(const struct rejudged *one, struct page *page)
{
	char was[REASON_MAX + 64], now[REASON_MAX + 64];

	page_to(page, 2);
	page_printf(page, INK_DIM, "%.*s", (int)ID_COLUMNS, one->was.id);
	page_to(page, 2 + ID_COLUMNS + 2);
	page_printf(page, INK_PLAIN, "%s  ", one->was.problem);
	if (one->state == REJUDGED_FAILED || one->failure.code) {
		page_prosef(page, HANG, INK_BAD, "cannot be %s: %s",
			    one->state == REJUDGED_FAILED ? "judged" : "written", one->failure.text);
		return;
	}
	judgement_words(&one->was.judgement, one->was.score, was, sizeof(was));
	judgement_words(&one->now, one->score, now, sizeof(now));
	page_prosef(page, HANG, one->state == REJUDGED_REASON ? INK_PLAIN : INK_WARN, "%s %s %s", was,
		    page_glyph(page, "→", "->"), now);
}

void rejudge_preview(const struct rejudging *r, const struct cli *cli, struct buf *out)
{
	struct page page = begin(cli, out);
	bool judged = false, told = false;

	for (size_t i = 0; i < r->n; i++)
		judged |= rejudged_is_judged(&r->all[i]);
	if (judged && cli->verbosity >= 0)
		print_matrix(r, &page);
	for (size_t i = 0; i < r->n; i++)
		if (r->all[i].state >= (cli->verbosity > 0 ? REJUDGED_REASON : REJUDGED_SCORE)) {
			print_one(&r->all[i], &page);
			told = true;
		}
	if (told && cli->verbosity >= 0)
		page_gap(&page);
}

void rejudge_summary(const struct rejudging *r, const struct cli *cli, struct buf *out)
{
	struct page page = begin(cli, out);
	struct rejudging_matrix m;
	size_t judged = 0, written = 0, changed;

	rejudging_count(r, &m);
	for (size_t i = 0; i < r->n; i++) {
		judged += rejudged_is_judged(&r->all[i]);
		written += r->all[i].applied;
		if (rejudged_is_judged(&r->all[i]) && r->all[i].failure.code)
			print_one(&r->all[i], &page);
	}
	changed = m.states[REJUDGED_VERDICT] + m.states[REJUDGED_SCORE];
	page_prosef(&page, 0, changed || m.states[REJUDGED_FAILED] ? INK_WARN : INK_GOOD,
		    "%zu judged again, %zu with another verdict or score; %zu not judged; %zu up to date", judged,
		    changed, m.states[REJUDGED_FAILED], r->current);
	if (r->keep)
		page_prosef(&page, 0, INK_PLAIN, "%zu judgement%s written", written, written == 1 ? "" : "s");
	else if (judged && cli->verbosity >= 0)
		page_prose(&page, 0, INK_DIM, "nothing is written without --apply");
}

/* ---- for programs ------------------------------------------------------------------------------------------------ */

static void put_judgement(struct json_out *j, cJSON *o, const struct judgement *of, const char *score, uint32_t passed,
			  uint32_t total, const char *version)
{
	json_string(j, o, "verdict", verdict_id(of->verdict));
	json_string(j, o, "reason", of->reason);
	json_string(j, o, "score", score[0] ? score : NULL);
	json_u64(j, o, "passed", passed);
	json_u64(j, o, "total", total);
	json_string(j, o, "version", version[0] ? version : NULL);
}

static void put_matrix(struct json_out *j, cJSON *list, const struct rejudging_matrix *m)
{
	for (int was = 0; was < VERDICT_COUNT; was++)
		for (int now = 0; now < VERDICT_COUNT; now++) {
			cJSON *o = m->n[was][now] ? json_object(j, list, NULL) : NULL;

			if (!o)
				continue;
			json_string(j, o, "was", verdict_id((enum verdict)was));
			json_string(j, o, "now", verdict_id((enum verdict)now));
			json_u64(j, o, "n", m->n[was][now]);
		}
}

static void put_one(struct json_out *j, cJSON *list, const struct rejudged *one)
{
	cJSON *o = json_object(j, list, NULL);
	char when[CLOCK_ISO_MAX];

	clock_iso8601(one->was.submitted_at_us, when);
	json_string(j, o, "id", one->was.id);
	json_string(j, o, "problem", one->was.problem);
	json_string(j, o, "file", one->was.file);
	json_string(j, o, "submitted_at", when);
	json_u64(j, o, "judgement", one->was.number);
	put_judgement(j, json_object(j, o, "was"), &one->was.judgement, one->was.score, one->was.passed, one->was.total,
		      one->was.problem_hash);
	if (rejudged_is_judged(one))
		put_judgement(j, json_object(j, o, "now"), &one->now, one->score, one->passed, one->total,
			      one->problem->hash);
	else
		json_string(j, o, "now", NULL);
	json_string(j, o, "change", rejudged_word(one->state));
	json_bool(j, o, "applied", one->applied);
	json_string(j, o, "error", one->failure.code ? one->failure.text : NULL);
}

void rejudge_json(const struct rejudging *r, bool applied, struct json_out *j)
{
	struct rejudging_matrix m;
	cJSON *list;

	rejudging_count(r, &m);
	json_string(j, j->root, "schema", "judge-rejudge/1");
	json_bool(j, j->root, "applied", applied);
	json_u64(j, j->root, "up_to_date", r->current);
	put_matrix(j, json_array(j, j->root, "matrix"), &m);
	list = json_array(j, j->root, "submissions");
	for (size_t i = 0; i < r->n; i++)
		put_one(j, list, &r->all[i]);
}
