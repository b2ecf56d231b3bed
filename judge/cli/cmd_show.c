/*
 * show: a problem's statement, its limits and, where asked for, its hints.
 */
#include "judge/cli/cli.h"
#include "judge/cli/markdown.h"
#include "judge/cli/versions.h"
#include "judge/report/report_page.h"

#include <errno.h>
#include <string.h>

#define PROSE_MAX 100u /* columns; longer lines are hard to read */
#define HANG      8u   /* column of the further lines of a limit or hint */
#define SAID      2u   /* column of what is said in a sample */

static void print_head(const struct problem *p, struct page *page)
{
	const char *dot = page_glyph(page, " · ", ", ");

	page_prose(page, 0, INK_HEAD, p->name);
	page_prosef(page, 0, INK_DIM, "%s%s%s%s%s", p->id, dot, p->difficulty, dot, p->section);
	if (p->minutes)
		page_prosef(page, 0, INK_DIM, "%u minutes%s%s", p->minutes, p->question[0] ? dot : "", p->question);
	page_gap(page);
}

/* A line each, as they stand: they say by their first character whose they are. */
static void print_said(const char *text, struct page *page)
{
	char line[1024];

	while (*text) {
		const size_t len = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)(len < sizeof(line) ? len : sizeof(line) - 1), text);
		page_to(page, SAID);
		page_prose(page, SAID + 1, *text == '>' ? INK_HEAD : INK_PLAIN, line);
		text += len + (text[len] == '\n');
	}
}

static void print_interactions(const struct problem *p, struct page *page)
{
	for (size_t i = 0; i < p->n_interactions; i++) {
		page_gap(page);
		page_prosef(page, HANG, INK_DIM, "Sample %s: < the submission reads, > it writes%s",
			    p->interactions[i].name, p->multi_pass ? "; each run of it ends at ---" : "");
		print_said(p->interactions[i].text, page);
	}
}

/* One that is not given is measured before something is judged (time_limit_infer). */
static void time_limits(const struct problem *p, char *out, size_t room)
{
	char cpu[AMOUNT_MAX], wall[AMOUNT_MAX];

	if (p->has_time_limit)
		snprintf(out, room, "CPU %s, wall clock %s", amount_time(cpu, p->limits.box.cpu_us),
			 amount_time(wall, p->limits.box.wall_us));
	else
		snprintf(out, room, "CPU as its references ask for");
}

static void print_limits(const struct problem *p, struct page *page)
{
	char time[128], memory[AMOUNT_MAX], stack[AMOUNT_MAX], output[AMOUNT_MAX];

	page_gap(page);
	time_limits(p, time, sizeof(time));
	page_prosef(page, HANG, INK_PLAIN, "Limits: %s, memory %s, stack %s, output %s a %s%s%s%s%s.", time,
		    amount_bytes(memory, p->limits.memory_bytes), amount_bytes(stack, p->limits.box.stack_bytes),
		    amount_bytes(output, p->limits.output_bytes), p->multi_pass ? "pass" : "test",
		    p->time_words ? "; time " : "", p->time_words ? p->time_words : "",
		    p->space_words ? "; space " : "", p->space_words ? p->space_words : "");
}

/* By which its submissions are judged now. */
static void print_version(const struct problem *p, struct page *page)
{
	page_prosef(page, HANG, INK_DIM, "Version: %.*s", VERSION_DIGITS, p->hash);
}

static void print_hints(const struct problem *p, size_t asked, struct page *page)
{
	size_t n = asked < p->n_hints ? asked : p->n_hints, left = p->n_hints - n;

	for (size_t i = 0; i < n; i++) {
		page_gap(page);
		page_prosef(page, HANG, INK_PLAIN, "Hint %zu: %s", i + 1, p->hints[i]);
	}
	if (left == 0)
		return;
	page_gap(page);
	page_prosef(page, 0, INK_DIM, "%zu %shint%s: judge show %s --hints %zu", left, n ? "more " : "",
		    left > 1 ? "s" : "", p->id, n + 1);
}

/* From that heading on. NULL: there is none. */
static const char *followups_of(const struct problem *p)
{
	const char *at = p->solution ? strstr(p->solution, "\n## Follow-up") : NULL;

	return at ? at + 1 : NULL;
}

static int print_followups(const struct problem *p, const struct terminal *t, struct buf *b, struct err *e)
{
	const char *text = followups_of(p);
	struct page page;

	page_init(&page, b, t->width, t->colour, t->unicode);
	print_head(p, &page);
	if (!text)
		return err_set(e, -ENOENT, "%s has no follow-up questions", p->id);
	if (markdown_render(text, strlen(text), t, b, e) < 0)
		return e->code;
	return buf_error(b, "output", e);
}

static int print(const struct problem *p, size_t hints, const struct terminal *t, struct buf *b, struct err *e)
{
	struct page page;

	page_init(&page, b, t->width, t->colour, t->unicode);
	print_head(p, &page);
	if (markdown_render(p->statement, strlen(p->statement), t, b, e) < 0)
		return e->code;
	print_interactions(p, &page);
	print_limits(p, &page);
	print_version(p, &page);
	print_hints(p, hints, &page);
	return buf_error(b, "output", e);
}

/* null: it is measured before something is judged. */
static void put_time(struct json_out *j, cJSON *limits, const char *key, const struct problem *p, uint64_t us)
{
	if (p->has_time_limit)
		json_u64(j, limits, key, us);
	else
		json_string(j, limits, key, NULL);
}

static enum cli_exit show_json(const struct problem *p, size_t hints, bool followups, struct err *e)
{
	cleanup_json_out struct json_out j;
	cJSON *limits, *list;

	json_out_init(&j);
	json_string(&j, j.root, "schema", "judge-problem/1");
	json_string(&j, j.root, "id", p->id);
	json_string(&j, j.root, "version", p->hash);
	json_string(&j, j.root, "name", p->name);
	json_string(&j, j.root, "section", p->section);
	json_string(&j, j.root, "difficulty", p->difficulty);
	json_string(&j, j.root, "question", p->question);
	if (p->minutes)
		json_u64(&j, j.root, "minutes", p->minutes);
	else
		json_string(&j, j.root, "minutes", NULL);
	list = json_array(&j, j.root, "topics");
	for (size_t i = 0; i < p->n_topics; i++)
		json_string(&j, list, NULL, p->topics[i]);
	limits = json_object(&j, j.root, "limits");
	put_time(&j, limits, "cpu_us", p, p->limits.box.cpu_us);
	put_time(&j, limits, "wall_us", p, p->limits.box.wall_us);
	json_u64(&j, limits, "memory_bytes", p->limits.memory_bytes);
	json_u64(&j, limits, "stack_bytes", p->limits.box.stack_bytes);
	json_u64(&j, limits, "output_bytes", p->limits.output_bytes);
	json_string(&j, limits, "time", p->time_words);
	json_string(&j, limits, "space", p->space_words);
	json_string(&j, j.root, "statement", p->statement);
	json_string(&j, j.root, "starter", p->starter);
	json_u64(&j, j.root, "hints_there", p->n_hints);
	list = json_array(&j, j.root, "interactions");
	for (size_t i = 0; i < p->n_interactions; i++) {
		cJSON *sample = json_object(&j, list, NULL);

		json_string(&j, sample, "name", p->interactions[i].name);
		json_string(&j, sample, "text", p->interactions[i].text);
	}
	list = json_array(&j, j.root, "hints");
	for (size_t i = 0; i < hints && i < p->n_hints; i++)
		json_string(&j, list, NULL, p->hints[i]);
	json_string(&j, j.root, "followups", followups ? followups_of(p) : NULL);
	return cli_result_json(&j, CLI_DONE, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_problem struct problem *p = NULL;
	cleanup_buf struct buf text;
	size_t hints = cli->option[OPTION_HINTS].number;
	bool followups = cli_has(cli, OPTION_FOLLOWUPS);
	struct terminal t = cli->out;
	enum cli_exit code = cli_problem(cli_operand(cli), &p, e);

	buf_init(&text, CLI_TEXT_MAX);
	if (code != CLI_DONE)
		return code;
	if (cli->json)
		return show_json(p, hints, followups, e);
	if (t.width > PROSE_MAX)
		t.width = PROSE_MAX;
	if ((followups ? print_followups(p, &t, &text, e) : print(p, hints, &t, &text, e)) < 0)
		return e->code == -ENOENT ? CLI_USAGE : CLI_FAULT;
	if (!t.is_tty)
		return cli_result(&text, CLI_DONE, e);
	return terminal_page(&t, &text, e) < 0 ? CLI_FAULT : CLI_DONE;
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_HINTS, 0, "hints", CLI_NUMBER, "N", 0, 100, "show the first N hints, the mildest first" },
	{ OPTION_FOLLOWUPS, 0, "followups", CLI_NOTHING,
	  .help = "instead of the statement: questions for the interviewer to go on with, and their answers" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge show lru_cache", "the statement, in a pager on a terminal" },
	{ "judge show lru_cache --hints 1", "with the mildest hint" },
	{ 0 },
};

const struct cli_command COMMAND_SHOW = {
	.name = "show",
	.summary = "show the statement of a problem",
	.operands = "ID",
	.operand = CLI_PROBLEM,
	.min_operands = 1,
	.max_operands = 1,
	.options = OPTIONS,
	.details = "On a terminal it is shown in PAGER, or in less.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
