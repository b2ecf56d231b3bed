/*
 * doctor: says what this host gives and how to get what is missing.
 */
#include "judge/cli/cli.h"
#include "judge/cli/doctor.h"
#include "judge/report/report_page.h"
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

/*
 * Which finding before this one has the same remedy? Seven namespaces that one container refuses need it once. A short
 * one is said again sooner than it is looked up.
 */
static const char *said_for(const struct findings *f, const struct finding *x)
{
	if (strlen(x->remedy) < 60)
		return NULL;
	for (const struct finding *y = f->list; y < x; y++)
		if (!strcmp(y->remedy, x->remedy))
			return y->what;
	return NULL;
}

static void print_remedy(const struct findings *f, const struct finding *x, struct page *page)
{
	const char *same = said_for(f, x);

	page_to(page, DETAIL_COLUMN);
	if (same)
		page_prosef(page, DETAIL_COLUMN, INK_WARN, "as for %s", same);
	else
		page_prose(page, DETAIL_COLUMN, INK_WARN, x->remedy);
}

static void print_finding(const struct findings *f, const struct finding *x, struct page *page)
{
	bool lacks = x->state == FINDING_MISSING || x->state == FINDING_BROKEN;

	page_to(page, 2);
	page_printf(page, STATES[x->state].ink, "%s",
		    page_glyph(page, STATES[x->state].unicode, STATES[x->state].ascii));
	page_to(page, 4);
	page_printf(page, INK_PLAIN, "%s  ", x->what);
	page_to(page, DETAIL_COLUMN);
	page_prose(page, DETAIL_COLUMN, lacks ? INK_PLAIN : INK_DIM, x->detail);
	if (x->remedy[0])
		print_remedy(f, x, page);
}

static void print_summary(const struct findings *f, bool for_hosting, struct page *page)
{
	size_t broken = doctor_count(f, FINDING_BROKEN), missing = doctor_count(f, FINDING_MISSING);

	page_gap(page);
	if (for_hosting && broken == 0 && f->hosting)
		page_prose(page, 0, INK_VERDICT_GOOD, "This host can judge programs of strangers.");
	else if (for_hosting && broken == 0)
		page_prose(page, 0, INK_VERDICT_BAD,
			   "This host can judge, but not programs of strangers: see hosting.");
	else if (broken > 0)
		page_prosef(page, 0, INK_VERDICT_BAD, "This host cannot judge: %zu thing%s to mend.", broken,
			    broken == 1 ? "" : "s");
	else if (missing > 0)
		page_prosef(page, 0, INK_VERDICT_WARN, "This host can judge; %zu thing%s could be better.", missing,
			    missing == 1 ? "" : "s");
	else
		page_prose(page, 0, INK_VERDICT_GOOD, "This host can judge.");
}

static void print_text(const struct findings *f, bool for_hosting, const struct terminal *t, struct buf *b)
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
		print_finding(f, &f->list[i], &page);
	}
	print_summary(f, for_hosting, &page);
}

static void print_json(const struct findings *f, struct json_out *j)
{
	cJSON *list;

	json_string(j, j->root, "schema", "judge-doctor/1");
	json_bool(j, j->root, "usable", doctor_count(f, FINDING_BROKEN) == 0);
	json_bool(j, j->root, "hosting", f->hosting);
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

static enum cli_exit code_of(const struct findings *f, bool for_hosting)
{
	if (doctor_count(f, FINDING_BROKEN) > 0)
		return CLI_FAULT;
	return for_hosting && !f->hosting ? CLI_REJECTED : CLI_DONE;
}

static enum cli_exit show(const struct cli *cli, const struct findings *f, struct err *e)
{
	bool for_hosting = cli_has(cli, OPTION_HOSTING);
	enum cli_exit code = code_of(f, for_hosting);
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
	print_text(f, for_hosting, &cli->out, &text);
	return cli_result(&text, code, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	struct findings f;
	enum cli_exit code;

	doctor_examine(&f, cli_cgroup_dir());
	code = show(cli, &f, e);
	doctor_clear(&f);
	return code;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_HOSTING, 0, "hosting", CLI_NOTHING,
	  .help = "exit with 1 unless programs of strangers can be judged here, as judge serve does" },
	{ 0 },
};

const struct cli_command COMMAND_DOCTOR = {
	.name = "doctor",
	.summary = "say what this host gives the judge, and how to get what is missing",
	.operands = "",
	.options = OPTIONS,
	.details = "Opens a box and names each layer of the sandbox that it has or lacks, the compiler, the problem "
		   "set, the directories and the limits. "
		   "What is missing stands there with the command or the setting that gives it. "
		   "Hosting asks for more than practice: also for a limit of memory that the kernel enforces. "
		   "The exit code is 0 when submissions can be judged here and 3 when not.",
	.json = true,
	.run = run,
};
