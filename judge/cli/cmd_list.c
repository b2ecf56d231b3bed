/*
 * list: the problems, by section, with a mark at those that are solved.
 *
 * A damaged package does not hide the others: it is named, and the exit code says that something is wrong.
 */
#include "judge/cli/cli.h"
#include "judge/cli/listing.h"
#include "judge/report/report_page.h"
#include "sandbox/base/log.h"

#include <string.h>

/* Where the columns begin. */
struct columns {
	unsigned difficulty, minutes, name;
};

static void print_row(const struct listed *row, const struct columns *at, struct page *page)
{
	page_to(page, 2);
	if (row->solved)
		page_printf(page, INK_GOOD, "%s", page_glyph(page, "✓", "+"));
	else if (row->tried)
		page_printf(page, INK_WARN, "%s", page_glyph(page, "·", "."));
	page_to(page, 4);
	page_printf(page, INK_PLAIN, "%s", row->id);
	page_to(page, at->difficulty);
	page_printf(page, INK_DIM, "%s", row->problem->difficulty);
	if (row->problem->minutes) {
		page_to(page, at->minutes);
		page_printf(page, INK_DIM, "%3u min", row->problem->minutes);
	}
	page_to(page, at->name);
	page_printf(page, INK_PLAIN, "%s", row->problem->name);
	page_end(page);
}

/* The rows of the section of row `first`, unless an earlier row has brought them. */
static void print_section(const struct listing *l, size_t first, const struct columns *at, struct page *page)
{
	const char *section = l->rows[first].problem->section;

	for (size_t i = 0; i < first; i++)
		if (l->rows[i].wanted && !strcmp(l->rows[i].problem->section, section))
			return;
	page_gap(page);
	page_prose(page, 0, INK_HEAD, section);
	for (size_t i = first; i < l->n; i++)
		if (l->rows[i].wanted && !strcmp(l->rows[i].problem->section, section))
			print_row(&l->rows[i], at, page);
}

static struct columns place_columns(const struct listing *l)
{
	size_t id = 0;
	bool minutes = false;
	struct columns at;

	for (size_t i = 0; i < l->n; i++) {
		if (!l->rows[i].wanted)
			continue;
		if (strlen(l->rows[i].id) > id)
			id = strlen(l->rows[i].id);
		minutes |= l->rows[i].problem->minutes > 0;
	}
	at.difficulty = 4 + (unsigned)id + 2;
	at.minutes = at.difficulty + 8;
	at.name = at.minutes + (minutes ? 9 : 0);
	return at;
}

static void print_text(const struct listing *l, const struct terminal *t, struct buf *b)
{
	const struct columns at = place_columns(l);
	struct page page;

	page_init(&page, b, t->width, t->colour, t->unicode);
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].wanted)
			print_section(l, i, &at, &page);
}

static void print_json(const struct listing *l, struct json_out *j)
{
	cJSON *problems, *damaged, *topics, *o;

	json_string(j, j->root, "schema", "judge-list/1");
	problems = json_array(j, j->root, "problems");
	damaged = json_array(j, j->root, "damaged");
	for (size_t i = 0; i < l->n; i++) {
		const struct listed *row = &l->rows[i];

		if (!row->problem) {
			o = json_object(j, damaged, NULL);
			json_string(j, o, "id", row->id);
			json_string(j, o, "error", row->damage.text);
		}
		if (!row->wanted)
			continue;
		o = json_object(j, problems, NULL);
		json_string(j, o, "id", row->id);
		json_string(j, o, "name", row->problem->name);
		json_string(j, o, "section", row->problem->section);
		json_string(j, o, "difficulty", row->problem->difficulty);
		if (row->problem->minutes)
			json_u64(j, o, "minutes", row->problem->minutes);
		else
			json_string(j, o, "minutes", NULL);
		topics = json_array(j, o, "topics");
		for (size_t k = 0; k < row->problem->n_topics; k++)
			json_string(j, topics, NULL, row->problem->topics[k]);
		json_bool(j, o, "tried", row->tried);
		json_bool(j, o, "solved", row->solved);
	}
}

static enum cli_exit print(const struct cli *cli, const struct listing *l, enum cli_exit code, struct err *e)
{
	cleanup_buf struct buf text;
	cleanup_json_out struct json_out j;

	buf_init(&text, CLI_TEXT_MAX);
	json_out_init(&j);
	if (cli->json) {
		print_json(l, &j);
		return cli_result_json(&j, code, e);
	}
	for (size_t i = 0; i < l->n; i++)
		if (!l->rows[i].problem)
			log_error("%s", l->rows[i].damage.text);
		else if (l->rows[i].wanted && cli_has(cli, OPTION_IDS))
			buf_printf(&text, "%s\n", l->rows[i].id);
	if (!cli_has(cli, OPTION_IDS))
		print_text(l, &cli->out, &text);
	return cli_result(&text, code, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	const struct listing_query query = {
		.words = cli->option[OPTION_QUERY].text,
		.topic = cli->option[OPTION_TOPIC].text,
		.difficulty = cli->option[OPTION_DIFFICULTY].text,
		.minutes = (unsigned)cli->option[OPTION_MINUTES].number,
		.unsolved = cli_has(cli, OPTION_UNSOLVED),
	};
	cleanup(listing_clear) struct listing l = { .rows = NULL };

	if (listing_load(&l, &query, e) < 0)
		return cli_blame(e);
	return print(cli, &l, l.damaged ? CLI_FAULT : CLI_DONE, e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_QUERY, 'q', "query", CLI_TEXT, "TEXT",
	  .help = "only problems with each word of TEXT in their id, name, question, section, difficulty, topics or "
		  "statement" },
	{ OPTION_TOPIC, 't', "topic", CLI_TEXT, "TEXT", .help = "only those with TEXT in one of their topics" },
	{ OPTION_DIFFICULTY, 'd', "difficulty", CLI_WORD, "easy|medium|hard",
	  .help = "only those that are so difficult" },
	{ OPTION_MINUTES, 'm', "minutes", CLI_NUMBER, "N", 1, 600, "only those that take at most N minutes" },
	{ OPTION_UNSOLVED, 'u', "unsolved", CLI_NOTHING, .help = "only those that you have not solved" },
	{ OPTION_IDS, 0, "ids", CLI_NOTHING, .help = "print ids only, one a line" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge list -q 'easy list'", "easy problems about lists" },
	{ "judge list --topic graphs --minutes 30 --unsolved", "something new about graphs, for half an hour" },
	{ 0 },
};

const struct cli_command COMMAND_LIST = {
	.name = "list",
	.summary = "list the problems and what is solved of them",
	.operands = "",
	.options = OPTIONS,
	.details = "A tick stands at problems that were accepted, a dot at those that were only tried. In this "
		   "command -q is short for --query, not for --quiet.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
