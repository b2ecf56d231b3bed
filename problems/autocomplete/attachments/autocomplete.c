/*
 * autocomplete: the heaviest words that begin with a prefix. `judge show autocomplete` prints the task.
 *
 * The names and types of the five functions are fixed; what Autocomplete holds is yours. The type of a completion is
 * declared before your code:
 *
 *	struct completion {
 *		char *word; // allocated with malloc; the caller frees it
 *		int64_t weight;
 *	};
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
	size_t words;
} Autocomplete;

Autocomplete *ac_create(void)
{
	return calloc(1, sizeof(Autocomplete));
}

int ac_insert(Autocomplete *ac, const char *word, int64_t weight)
{
	(void)ac;
	(void)word;
	(void)weight;
	return -ENOMEM;
}

bool ac_remove(Autocomplete *ac, const char *word)
{
	(void)ac;
	(void)word;
	return false;
}

size_t ac_complete(Autocomplete *ac, const char *prefix, size_t k, struct completion *out)
{
	(void)ac;
	(void)prefix;
	(void)k;
	(void)out;
	return 0;
}

void ac_free(Autocomplete *ac)
{
	free(ac);
}
