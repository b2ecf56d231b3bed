/*
 * doctor: says what this host gives and how to get what is missing.
 */
#include "judge/cli/cli.h"
#include "judge/cli/doctor.h"
#include "judge/report_page.h"
#include "sandbox/base/json.h"

#include <errno.h>
#include <string.h>

#define DETAIL_COLUMN 28u

static const struct {
	const char *word, *unicode, *ascii;
	enum ink ink;
} STATES[] = {
	[FINDING_INFO] = { "info", " ", " ", INK_PLAIN },
	[FINDING_FINE] = { "fine", "✓", "+", INK_GOOD },
	[FINDING_MISSING] = { "missing", "–", "-", INK_WARN },
	[FINDING_BROKEN] = { "broken", "✗", "x", INK_BAD },
};

static void print_finding(const struct finding *x, struct page *page)
{
	bool lacks = x->state == FINDING_MISSING || x->state == FINDING_BROKEN;

	page_to(page, 2);
	page_printf(page, STATES[x->state].ink, "%s",
		    page_glyph(page, STATES[x->state].unicode, STATES[x->state].ascii));
	page_to(page, 4);
	page_printf(page, INK_PLAIN, "%s  ", x->what);
	page_to(page, DETAIL_COLUMN);
	page_prose(page, DETAIL_COLUMN, lacks ? INK_PLAIN : INK_DIM, x->detail);
	if (x->remedy[0]) {
		page_to(page, DETAIL_COLUMN);
		page_prose(page, DETAIL_COLUMN, INK_WARN, x->remedy);
	}
}

static void print_summary(const struct findings *f, struct page *page)
{
	size_t broken = doctor_count(f, FINDING_BROKEN), missing = doctor_count(f, FINDING_MISSING);

	page_gap(page);
	if (broken > 0)
		page_prosef(page, 0, INK_VERDICT_BAD, "This host cannot judge: %zu thing%s to mend.", broken,
			    broken == 1 ? "" : "s");
	else if (missing > 0)
		page_prosef(page, 0, INK_VERDICT_WARN, "This host can judge; %zu thing%s could be better.", missing,
			    missing == 1 ? "" : "s");
	else
		page_prose(page, 0, INK_VERDICT_GOOD, "This host can judge.");
}

static void print_text(const struct findings *f, const struct terminal *t, struct buf *b)
{
	const char *section = "";
	struct page page;

	page_init(&page, b, t->width, t->colour, t->unicode);
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(section, f->list[i].section) != 0) {
			section = f->list[i].section;
			page_gap(&page);
			page_prose(&page, 0, INK_HEAD, section);
		}
		print_finding(&f->list[i], &page);
	}
	print_summary(f, &page);
}

static void print_json(const struct findings *f, struct json_out *j)
{
	cJSON *list;

	json_string(j, j->root, "schema", "judge-doctor/1");
	json_bool(j, j->root, "usable", doctor_count(f, FINDING_BROKEN) == 0);
	list = json_array(j, j->root, "findings");
	for (size_t i = 0; i < f->n; i++) {
		cJSON *o = json_object(j, list, NULL);

		json_string(j, o, "section", f->list[i].section);
		json_string(j, o, "what", f->list[i].what);
		json_string(j, o, "state", STATES[f->list[i].state].word);
		json_string(j, o, "detail", f->list[i].detail);
		json_string(j, o, "remedy", f->list[i].remedy);
	}
}

static enum cli_exit show(const struct cli *cli, const struct findings *f, struct err *e)
{
	enum cli_exit code = doctor_count(f, FINDING_BROKEN) == 0 ? CLI_DONE : CLI_FAULT;
	cleanup_json_out struct json_out j;
	cleanup_buf struct buf text;

	json_out_init(&j);
	buf_init(&text, CLI_TEXT_MAX);
	if (f->incomplete) {
		err_set(e, -ENOMEM, "out of memory");
		return CLI_FAULT;
	}
	if (cli->json) {
		print_json(f, &j);
		return cli_result_json(&j, code, e);
	}
	print_text(f, &cli->out, &text);
	return cli_result(&text, code, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	struct findings f;
	enum cli_exit code;

	doctor_examine(&f);
	code = show(cli, &f, e);
	doctor_clear(&f);
	return code;
}

const struct cli_command COMMAND_DOCTOR = {
	.name = "doctor",
	.summary = "say what this host gives the judge, and how to get what is missing",
	.operands = "",
	.details = "Opens a box and names each layer of the sandbox that it has or lacks, the compiler, the problem "
		   "set, the directories and the limits. "
		   "The exit code is 0 when submissions can be judged here and 3 when not.",
	.json = true,
	.run = run,
};
