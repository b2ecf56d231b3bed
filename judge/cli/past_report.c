/*
 * past_report: a report of the history, in short, from its JSON.
 *
 * The problem may have changed since, or may be gone: only what was written then is shown. Hence also the form: the
 * long report compares with the sources and the problem at hand, this one says what was found.
 */
#include "judge/cli/past_report.h"
#include "judge/cli/versions.h"
#include "judge/report/report_page.h"
#include "sandbox/base/json.h"

#include <errno.h>
#include <string.h>

#define REPORT_BYTES_MAX (64u << 20)
#define LABEL_COLUMNS    12u

/* "" when it is not there, or null. */
static const char *text_of(const cJSON *o, const char *key)
{
	const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));

	return s ? s : "";
}

static uint64_t number_of(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	return cJSON_IsNumber(v) && v->valuedouble > 0 ? (uint64_t)v->valuedouble : 0;
}

/* The test whose index stands under `key`, or NULL. */
static const cJSON *test_of(const cJSON *report, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(report, key);

	return cJSON_IsNumber(v)
		       ? cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(report, "tests"), (int)v->valuedouble)
		       : NULL;
}

static void label(struct page *p, const char *word)
{
	page_printf(p, INK_DIM, "%s", word);
	page_to(p, LABEL_COLUMNS);
}

static void labelled(struct page *p, const char *word, const char *text)
{
	if (!*text)
		return;
	label(p, word);
	page_prose(p, LABEL_COLUMNS, INK_PLAIN, text);
}

static void print_verdict(struct page *p, const cJSON *report)
{
	const char *id = text_of(report, "verdict"), *reason = text_of(report, "reason");

	label(p, "verdict");
	page_prosef(p, LABEL_COLUMNS, strcmp(id, "AC") ? INK_VERDICT_BAD : INK_VERDICT_GOOD, "%s%s%s (%s)", id,
		    *reason ? "/" : "", reason, text_of(report, "verdict_words"));
}

static void print_files(struct page *p, const cJSON *report)
{
	const cJSON *file;

	label(p, "files");
	cJSON_ArrayForEach(file, cJSON_GetObjectItemCaseSensitive(report, "sources"))
		page_printf(p, INK_PLAIN, "%s ", text_of(file, "name"));
	page_end(p);
}

static void print_groups(struct page *p, const cJSON *report)
{
	const cJSON *group;

	cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(report, "groups"))
	{
		uint64_t passed = number_of(group, "passed"), total = number_of(group, "total");

		if (total == 0)
			continue;
		label(p, text_of(group, "name"));
		page_printf(p, passed == total ? INK_GOOD : INK_BAD, "%ju/%ju", (uintmax_t)passed, (uintmax_t)total);
		page_end(p);
	}
}

static void print_first_failed(struct page *p, const cJSON *report)
{
	const cJSON *t = test_of(report, "first_failed");
	const char *reason = text_of(t, "reason");

	if (!t)
		return;
	label(p, "first fault");
	page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%s/%s: %s%s%s: %s", text_of(t, "group"), text_of(t, "name"),
		    text_of(t, "verdict"), *reason ? "/" : "", reason, text_of(t, "why"));
}

static void print_costs(struct page *p, const cJSON *report)
{
	const cJSON *limits = cJSON_GetObjectItemCaseSensitive(report, "limits");
	const cJSON *slowest = test_of(report, "slowest"), *largest = test_of(report, "largest");
	char used[AMOUNT_MAX], limit[AMOUNT_MAX];

	if (slowest) {
		label(p, "CPU time");
		page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%s of %s, %s/%s",
			    amount_time(used, number_of(slowest, "cpu_us")),
			    amount_time(limit, number_of(limits, "cpu_us")), text_of(slowest, "group"),
			    text_of(slowest, "name"));
	}
	if (largest) {
		label(p, "memory");
		page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%s of %s, %s/%s",
			    amount_bytes(used, number_of(largest, "peak_bytes")),
			    amount_bytes(limit, number_of(limits, "memory_bytes")), text_of(largest, "group"),
			    text_of(largest, "name"));
	}
}

static void print_diagnostics(struct page *p, const cJSON *report)
{
	const cJSON *d;

	cJSON_ArrayForEach(d, cJSON_GetObjectItemCaseSensitive(report, "diagnostics"))
	{
		label(p, text_of(d, "level"));
		page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%s:%ju: %s", text_of(d, "file"),
			    (uintmax_t)number_of(d, "line"), text_of(d, "text"));
	}
}

/* By which version of the package it was judged, and whether that is still the one. */
static void print_version(struct page *p, const cJSON *problem, const char *id, const char *now)
{
	const char *then = text_of(problem, "hash");

	if (!*then)
		return;
	label(p, "version");
	if (*now && strcmp(then, now) != 0)
		page_prosef(p, LABEL_COLUMNS, INK_WARN,
			    "%.*s; the package has changed since, to %.*s: judge rejudge -s %.8s", VERSION_DIGITS, then,
			    VERSION_DIGITS, now, id);
	else
		page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%.*s%s", VERSION_DIGITS, then,
			    *now ? "" : "; there is no such package now");
}

static void print_judgement(struct page *p, const struct past_context *context)
{
	if (context->n_judgements < 2)
		return;
	label(p, "judgement");
	page_prosef(p, LABEL_COLUMNS, INK_PLAIN, "%u of %u%s", context->judgement, context->n_judgements,
		    context->judgement < context->n_judgements ? ", of which the last counts" : "");
}

int past_report_print(const char *json, size_t n, const struct past_context *context, const struct terminal *t,
		      struct buf *out, struct err *e)
{
	cleanup_json cJSON *report = NULL;
	struct page p;

	if (json_parse(json, n, REPORT_BYTES_MAX, &report, e) < 0)
		return err_wrap(e, "the report");
	if (!*text_of(report, "id"))
		return err_set(e, -EBADMSG, "the report has no id");
	page_init(&p, out, t->width, t->colour, t->unicode);
	labelled(&p, "submission", text_of(report, "id"));
	labelled(&p, "judged", text_of(report, "judged_at"));
	print_judgement(&p, context);
	labelled(&p, "problem", text_of(cJSON_GetObjectItemCaseSensitive(report, "problem"), "id"));
	print_version(&p, cJSON_GetObjectItemCaseSensitive(report, "problem"), text_of(report, "id"),
		      context->version_now);
	print_files(&p, report);
	labelled(&p, "compiler", text_of(cJSON_GetObjectItemCaseSensitive(report, "compile"), "compiler"));
	labelled(&p, "host", text_of(report, "host"));
	print_diagnostics(&p, report);
	print_groups(&p, report);
	print_first_failed(&p, report);
	print_costs(&p, report);
	print_verdict(&p, report);
	return buf_error(out, "the report", e);
}
