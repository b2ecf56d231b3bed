/*
 * listing: the problems of the set, which of them are asked for, and which were solved.
 *
 * Packages are loaded whole, since a damaged one is to be named here and not only when someone submits to it.
 */
#include "judge/cli/listing.h"
#include "judge/store/store.h"
#include "sandbox/base/log.h"

#include <errno.h>
#include <string.h>

#define HISTORY_MAX 1000000u /* submissions that are looked through for solved ones */

void listing_clear(struct listing *l)
{
	for (size_t i = 0; l->rows && i < l->n; i++)
		problem_free(l->rows[i].problem);
	free(l->rows);
	free(l->ids);
}

/* Each word of the query stands somewhere in what the problem says of itself. */
static bool matches(const struct problem *p, const char *query)
{
	const char *const texts[] = { p->id, p->name, p->section, p->difficulty, p->statement };
	char word[128];

	for (query += strspn(query, " \t"); *query; query += strspn(query, " \t")) {
		size_t n = strcspn(query, " \t");
		bool found = false;

		snprintf(word, sizeof(word), "%.*s", n < sizeof(word) ? (int)n : (int)sizeof(word) - 1, query);
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			found = found || (texts[i] && strcasestr(texts[i], word));
		if (!found)
			return false;
		query += n;
	}
	return true;
}

static int mark(const struct store_entry *en, void *arg)
{
	struct listing *l = arg;

	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->rows[i].id, en->problem)) {
			l->rows[i].tried = true;
			l->rows[i].solved = l->rows[i].solved || en->judgement.verdict == VERDICT_AC;
		}
	return 0;
}

/* Without a history nothing is marked. */
static void mark_solved(struct listing *l)
{
	cleanup_store struct store *store = NULL;
	const struct store_query all = { .limit = HISTORY_MAX };
	struct err e = ERR_INIT;

	if (store_open(NULL, &store, &e) < 0 || store_list(store, &all, mark, l, &e) < 0)
		log_debug("no marks: %s", e.text);
}

int listing_load(struct listing *l, const char *query, struct err *e)
{
	cleanup_free char *dir = NULL;

	if (problems_dir(&dir, e) < 0 || problems_list(dir, &l->ids, &l->n, e) < 0)
		return e->code;
	l->rows = calloc(l->n + 1, sizeof(*l->rows));
	if (!l->rows)
		return err_set(e, -ENOMEM, "out of memory");
	for (size_t i = 0; i < l->n; i++) {
		struct listed *row = &l->rows[i];

		row->id = l->ids[i];
		if (problem_open(row->id, &row->problem, &row->damage) == 0)
			row->wanted = matches(row->problem, query);
		else
			l->damaged = true;
	}
	mark_solved(l);
	return 0;
}
