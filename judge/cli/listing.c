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

static bool has_topic(const struct problem *p, const char *word)
{
	for (size_t i = 0; i < p->n_topics; i++)
		if (strcasestr(p->topics[i], word))
			return true;
	return false;
}

/* Each word stands somewhere in what the problem says of itself. */
static bool has_words(const struct problem *p, const char *words)
{
	const char *const texts[] = { p->id, p->name, p->question, p->section, p->difficulty, p->statement };
	char word[128];

	for (words += strspn(words, " \t"); *words; words += strspn(words, " \t")) {
		size_t n = strcspn(words, " \t");
		bool found;

		snprintf(word, sizeof(word), "%.*s", n < sizeof(word) ? (int)n : (int)sizeof(word) - 1, words);
		found = has_topic(p, word);
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			found = found || (texts[i] && strcasestr(texts[i], word));
		if (!found)
			return false;
		words += n;
	}
	return true;
}

static bool is_wanted(const struct listed *row, const struct listing_query *q)
{
	const struct problem *p = row->problem;

	return p && (!q->words || has_words(p, q->words)) && (!q->topic || has_topic(p, q->topic)) &&
	       (!q->difficulty || !strcmp(p->difficulty, q->difficulty)) &&
	       (!q->minutes || (p->minutes && p->minutes <= q->minutes)) && (!q->unsolved || !row->solved);
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

int listing_load(struct listing *l, const struct listing_query *query, struct err *e)
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
		l->damaged |= problem_open(row->id, &row->problem, &row->damage) < 0;
	}
	mark_solved(l);
	for (size_t i = 0; i < l->n; i++)
		l->rows[i].wanted = is_wanted(&l->rows[i], query);
	return 0;
}
