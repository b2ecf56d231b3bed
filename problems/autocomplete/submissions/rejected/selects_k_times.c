/*
 * Trap: looks through all matches for each of the k completions: O(k m).
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 63

struct node {
	struct node *child, *next; /* the first child; the next sibling, of a greater byte */
	int64_t weight;
	unsigned char byte;
	bool is_word;
};

typedef struct {
	struct node root; /* of the empty prefix */
} Autocomplete;

struct matches {
	struct completion *all;
	size_t n, room;
	char path[WORD_MAX + 1];
};

/* The link to the child of that byte, or the one where it belongs. */
static struct node **link_to(struct node *n, unsigned char byte)
{
	struct node **link = &n->child;

	while (*link && (*link)->byte < byte)
		link = &(*link)->next;
	return link;
}

static struct node *find(Autocomplete *ac, const char *word)
{
	struct node *n = &ac->root;

	for (; n && *word; word++) {
		struct node *child = *link_to(n, (unsigned char)*word);

		n = child && child->byte == (unsigned char)*word ? child : NULL;
	}
	return n;
}

/* Frees what leads to no word any more, on the way to `word`, as far as that goes. */
static void prune(struct node *n, const char *word)
{
	struct node **link = link_to(n, (unsigned char)*word), *child = *link;

	if (!*word || !child || child->byte != (unsigned char)*word)
		return;
	prune(child, word + 1);
	if (!child->child && !child->is_word) {
		*link = child->next;
		free(child);
	}
}

Autocomplete *ac_create(void)
{
	return calloc(1, sizeof(Autocomplete));
}

int ac_insert(Autocomplete *ac, const char *word, int64_t weight)
{
	struct node *n = &ac->root;
	bool new;

	for (const char *c = word; *c; c++) {
		struct node **link = link_to(n, (unsigned char)*c), *child = *link;

		if (!child || child->byte != (unsigned char)*c) {
			child = calloc(1, sizeof *child);
			if (!child) {
				prune(&ac->root, word);
				return -ENOMEM;
			}
			child->byte = (unsigned char)*c;
			child->next = *link;
			*link = child;
		}
		n = child;
	}
	new = !n->is_word;
	n->is_word = true;
	n->weight = weight;
	return new;
}

bool ac_remove(Autocomplete *ac, const char *word)
{
	struct node *n = find(ac, word);

	if (!n || !n->is_word)
		return false;
	n->is_word = false;
	prune(&ac->root, word);
	return true;
}

static void add(struct matches *m, const struct node *n, size_t depth)
{
	if (m->n == m->room) {
		m->room = m->room ? 2 * m->room : 16;
		m->all = realloc(m->all, m->room * sizeof *m->all);
		if (!m->all)
			abort();
	}
	m->path[depth] = '\0';
	m->all[m->n].weight = n->weight;
	m->all[m->n].word = strdup(m->path);
	if (!m->all[m->n++].word)
		abort();
}

/* The word `n` stands for is the first `depth` bytes of the path. */
static void collect(struct matches *m, const struct node *n, size_t depth)
{
	if (n->is_word)
		add(m, n, depth);
	for (const struct node *child = n->child; child; child = child->next) {
		m->path[depth] = (char)child->byte;
		collect(m, child, depth + 1);
	}
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
	const struct node *n = find(ac, prefix);
	struct matches m = { .n = 0 };

	if (!n)
		return 0;
	strcpy(m.path, prefix);
	collect(&m, n, strlen(prefix));
	if (k > m.n)
		k = m.n;
	for (size_t i = 0; i < k; i++) {
		size_t best = i;

		for (size_t j = i + 1; j < m.n; j++)
			if (compare(&m.all[j], &m.all[best]) < 0)
				best = j;
		out[i] = m.all[best];
		m.all[best] = m.all[i];
	}
	for (size_t i = k; i < m.n; i++)
		free(m.all[i].word);
	free(m.all);
	return k;
}

static void free_below(struct node *n)
{
	for (struct node *child = n->child, *next; child; child = next) {
		next = child->next;
		free_below(child);
		free(child);
	}
}

void ac_free(Autocomplete *ac)
{
	free_below(&ac->root);
	free(ac);
}
