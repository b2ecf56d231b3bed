/*
 * Trap: a hash table of the words: inserting and removing are quick, but a completion looks at every word.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

struct entry {
	struct completion completion;
	UT_hash_handle hh;
};

typedef struct {
	struct entry *table;
} Autocomplete;

Autocomplete *ac_create(void)
{
	return calloc(1, sizeof(Autocomplete));
}

int ac_insert(Autocomplete *ac, const char *word, int64_t weight)
{
	struct entry *e;

	HASH_FIND_STR(ac->table, word, e);
	if (e) {
		e->completion.weight = weight;
		return 0;
	}
	e = calloc(1, sizeof *e);
	if (!e)
		return -ENOMEM;
	e->completion.word = strdup(word);
	if (!e->completion.word) {
		free(e);
		return -ENOMEM;
	}
	e->completion.weight = weight;
	HASH_ADD_KEYPTR(hh, ac->table, e->completion.word, strlen(word), e);
	return 1;
}

static void drop(Autocomplete *ac, struct entry *e)
{
	HASH_DEL(ac->table, e);
	free(e->completion.word);
	free(e);
}

bool ac_remove(Autocomplete *ac, const char *word)
{
	struct entry *e;

	HASH_FIND_STR(ac->table, word, e);
	if (e)
		drop(ac, e);
	return e != NULL;
}

static int compare(const void *a, const void *b)
{
	const struct completion *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->word, y->word);
}

size_t ac_complete(Autocomplete *ac, const char *prefix, size_t k, struct completion *out)
{
	struct completion *all = malloc((HASH_COUNT(ac->table) + 1) * sizeof *all);
	size_t n = 0, length = strlen(prefix);

	if (!all)
		abort();
	for (struct entry *e = ac->table; e; e = e->hh.next)
		if (strncmp(e->completion.word, prefix, length) == 0)
			all[n++] = e->completion;
	qsort(all, n, sizeof *all, compare);
	if (k > n)
		k = n;
	for (size_t i = 0; i < k; i++) {
		out[i].weight = all[i].weight;
		out[i].word = strdup(all[i].word);
		if (!out[i].word)
			abort();
	}
	free(all);
	return k;
}

void ac_free(Autocomplete *ac)
{
	struct entry *e, *next;

	HASH_ITER(hh, ac->table, e, next)
	drop(ac, e);
	free(ac);
}
