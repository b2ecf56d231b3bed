/*
 * history: past submissions, from the store on this machine.
 */
#include "judge/cli/cli.h"
#include "judge/cli/past_report.h"
#include "judge/cli/versions.h"
#include "judge/report/report_page.h"
#include "judge/store/store.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/json.h"
#include "sandbox/base/log.h"

#include <string.h>

#define LIMIT_USUAL 20u
#define ID_COLUMNS  8u
#define SOURCES_MAX (SOURCE_FILES_MAX * (SOURCE_BYTES_MAX * 6u + 1024u)) /* as JSON, where one byte may be six */

struct table {
	struct page *page;
	bool verbose;
	struct versions versions;
	size_t outdated;
	struct json_out json;
	cJSON *list;
};

/* Is the package another one now? One that is gone is not. */
static bool is_outdated(struct table *t, const struct store_entry *en)
{
	const char *now = versions_now(&t->versions, en->problem);

	return *now && strcmp(now, en->problem_hash) != 0;
}

static int print_entry(const struct store_entry *en, void *arg)
{
	struct table *t = arg;
	struct page *page = t->page;
	char when[CLOCK_ISO_MAX], time[AMOUNT_MAX], memory[AMOUNT_MAX];
	const bool accepted = en->judgement.verdict == VERDICT_AC, outdated = is_outdated(t, en);

	t->outdated += outdated;
	clock_local(en->submitted_at_us, when);
	page_printf(page, INK_DIM, "%.*s", (int)ID_COLUMNS, en->id);
	page_to(page, ID_COLUMNS + 2);
	page_printf(page, INK_PLAIN, "%.16s", when);
	page_to(page, ID_COLUMNS + 20);
	page_printf(page, INK_PLAIN, "%s ", en->problem);
	page_to(page, ID_COLUMNS + 39);
	page_printf(page, INK_PLAIN, "%3u/%-3u  ", en->passed, en->total);
	page_printf(page, accepted ? INK_GOOD : INK_BAD, "%-3s", verdict_id(en->judgement.verdict));
	if (t->verbose)
		page_printf(page, INK_PLAIN, "  %8s  %9s  %-*.*s%s  %s", amount_time(time, en->cpu_us),
			    amount_bytes(memory, en->peak_bytes), VERSION_DIGITS, VERSION_DIGITS, en->problem_hash,
			    outdated ? "*" : " ", en->file);
	if (en->score[0])
		page_printf(page, INK_PLAIN, "  %s points", en->score);
	/* Last, since it is what a narrow terminal may cut. */
	if (en->judgement.reason[0])
		page_printf(page, INK_DIM, "  %s", en->judgement.reason);
	page_end(page);
	return 0;
}

static int add_entry(const struct store_entry *en, void *arg)
{
	struct table *t = arg;
	cJSON *o = json_object(&t->json, t->list, NULL);
	char submitted[CLOCK_ISO_MAX], judged[CLOCK_ISO_MAX];

	clock_iso8601(en->submitted_at_us, submitted);
	clock_iso8601(en->judged_at_us, judged);
	json_string(&t->json, o, "id", en->id);
	json_string(&t->json, o, "submitted_at", submitted);
	json_string(&t->json, o, "judged_at", judged);
	json_u64(&t->json, o, "judgement", en->number);
	json_string(&t->json, o, "problem", en->problem);
	json_string(&t->json, o, "file", en->file);
	json_string(&t->json, o, "verdict", verdict_id(en->judgement.verdict));
	json_string(&t->json, o, "reason", en->judgement.reason);
	json_string(&t->json, o, "score", en->score[0] ? en->score : NULL);
	json_u64(&t->json, o, "passed", en->passed);
	json_u64(&t->json, o, "total", en->total);
	json_u64(&t->json, o, "cpu_us", en->cpu_us);
	json_u64(&t->json, o, "peak_bytes", en->peak_bytes);
	json_string(&t->json, o, "version", en->problem_hash[0] ? en->problem_hash : NULL);
	json_bool(&t->json, o, "outdated", is_outdated(t, en));
	return 0;
}

static enum cli_exit show_all(const struct cli *cli, struct store *store, struct buf *text, struct err *e)
{
	const struct cli_value *limit = &cli->option[OPTION_LIMIT];
	const struct store_query query = { cli->option[OPTION_PROBLEM].text,
					   limit->count ? limit->number : LIMIT_USUAL };
	struct page page;
	struct table t = { .page = &page, .verbose = cli->verbosity > 0 };
	enum cli_exit code;

	page_init(&page, text, cli->out.width, cli->out.colour, cli->out.unicode);
	json_out_init(&t.json);
	json_string(&t.json, t.json.root, "schema", "judge-history/1");
	t.list = json_array(&t.json, t.json.root, "submissions");
	if (store_list(store, &query, cli->json ? add_entry : print_entry, &t, e) < 0)
		code = CLI_FAULT;
	else
		code = cli->json ? cli_result_json(&t.json, CLI_DONE, e) : cli_result(text, CLI_DONE, e);
	if (code == CLI_DONE && t.outdated)
		log_note("%zu of them judged by another version of the package than the present one; see judge rejudge",
			 t.outdated);
	versions_clear(&t.versions);
	json_out_clear(&t.json);
	return code;
}

/* The files of a submission, one below the other, each with a line that names it if there are several. */
static int print_sources(const struct buf *json, struct buf *text, struct err *e)
{
	cleanup_json cJSON *files = NULL;
	const cJSON *file;

	if (json_parse(json->data, json->len, SOURCES_MAX, &files, e) < 0)
		return err_wrap(e, "the history");
	cJSON_ArrayForEach(file, files)
	{
		const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(file, "name"));
		const char *content = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(file, "text"));

		if (cJSON_GetArraySize(files) > 1)
			buf_printf(text, "/* ---- %s ---- */\n", name ? name : "");
		buf_puts(text, content ? content : "");
	}
	return buf_error(text, "output", e);
}

struct judgements {
	char problem[PROBLEM_ID_MAX];
	uint32_t n;
};

static int count_judgement(const struct store_entry *en, void *arg)
{
	struct judgements *all = arg;

	memcpy(all->problem, en->problem, sizeof(all->problem));
	all->n++;
	return 0;
}

static int print_report(const struct cli *cli, struct store *store, const struct buf *json, struct buf *text,
			struct err *e)
{
	const uint32_t number = (uint32_t)cli->option[OPTION_JUDGEMENT].number;
	struct judgements all = { .n = 0 };
	cleanup_versions struct versions versions = { .n = 0 };
	struct past_context context;

	if (store_judgements(store, cli_operand(cli), count_judgement, &all, e) < 0)
		return e->code;
	context = (struct past_context){ versions_now(&versions, all.problem), number ? number : all.n, all.n };
	return past_report_print(json->data, json->len, &context, &cli->out, text, e);
}

static enum cli_exit show_one(const struct cli *cli, struct store *store, struct buf *text, struct err *e)
{
	const uint32_t number = (uint32_t)cli->option[OPTION_JUDGEMENT].number;
	cleanup_buf struct buf json;
	bool source = cli_has(cli, OPTION_SOURCE);
	int code;

	buf_init(&json, source ? SOURCES_MAX : CLI_TEXT_MAX);
	code = source ? store_sources(store, cli_operand(cli), &json, e)
		      : store_report(store, cli_operand(cli), number, &json, e);
	if (code < 0)
		return code == -ENOENT || code == -EEXIST ? CLI_USAGE : CLI_FAULT;
	if (cli->json) {
		buf_puts(&json, json.len > 0 && json.data[json.len - 1] == '\n' ? "" : "\n");
		return cli_result(&json, CLI_DONE, e);
	}
	code = source ? print_sources(&json, text, e) : print_report(cli, store, &json, text, e);
	return code < 0 ? CLI_FAULT : cli_result(text, CLI_DONE, e);
}

static enum cli_exit run(const struct cli *cli, struct err *e)
{
	cleanup_store struct store *store = NULL;
	cleanup_buf struct buf text;

	buf_init(&text, CLI_TEXT_MAX);
	if (store_open(NULL, &store, e) < 0)
		return CLI_FAULT;
	return cli_operand(cli) ? show_one(cli, store, &text, e) : show_all(cli, store, &text, e);
}

static const struct cli_option OPTIONS[] = {
	{ OPTION_PROBLEM, 0, "problem", CLI_PROBLEM, "ID", .help = "only submissions for this problem" },
	{ OPTION_LIMIT, 'n', "limit", CLI_NUMBER, "N", 1, 1000000, "at most N, the newest first; without it 20" },
	{ OPTION_SOURCE, 0, "source", CLI_NOTHING, .help = "with ID: print what was submitted" },
	{ OPTION_JUDGEMENT, 0, "judgement", CLI_NUMBER, "N", 1, UINT32_MAX - 1,
	  "with ID: show its N-th judgement, where it was judged again; without it the last" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = {
	{ "judge history --problem lru_cache", "what became of one's attempts" },
	{ "judge history 3f2a --source >lru_cache.c", "an earlier version back" },
	{ 0 },
};

const struct cli_command COMMAND_HISTORY = {
	.name = "history",
	.summary = "show past submissions, or the report of one",
	.operands = "[ID]",
	.operand = CLI_TEXT,
	.max_operands = 1,
	.options = OPTIONS,
	.details = "ID is a submission's id or its beginning, as the list shows it. With --verbose the list has "
		   "time, memory, file and the version of the package too, with a star where that has changed since.",
	.examples = EXAMPLES,
	.json = true,
	.run = run,
};
