/*
 * Design: a trie with an array of 256 children in each node, which counts the words at and below it. A completion
 * walks through the words below the prefix with a heap of the best k so far, the worst of them on top.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 63

struct node {
	struct node *child[256];
	int64_t weight;
	size_t words; /* here and below */
	bool is_word;
};

typedef struct {
	struct node *root;
} Autocomplete;

struct search {
	struct completion *best; /* a heap */
	size_t n, k;
	char path[WORD_MAX + 1];
	bool failed;
};

static struct node *find(Autocomplete *ac, const char *word)
{
	struct node *n = ac->root;

	while (n && *word)
		n = n->child[(unsigned char)*word++];
	return n;
}

static void free_tree(struct node *n)
{
	if (!n)
		return;
	for (int i = 0; i < 256; i++)
		free_tree(n->child[i]);
	free(n);
}

/* One word less from `link` on; frees what has none any more. */
static void uncount(struct node **link, const char *word)
{
	struct node *n = *link;

	if (!n)
		return;
	if (*word)
		uncount(&n->child[(unsigned char)*word], word + 1);
	if (--n->words == 0) {
		*link = NULL;
		free(n);
	}
}

Autocomplete *ac_create(void)
{
	Autocomplete *ac = calloc(1, sizeof *ac);

	if (!ac)
		return NULL;
	ac->root = calloc(1, sizeof *ac->root);
	if (!ac->root) {
		free(ac);
		return NULL;
	}
	ac->root->words = 1; /* it stays */
	return ac;
}

int ac_insert(Autocomplete *ac, const char *word, int64_t weight)
{
	struct node *n = find(ac, word), **link = &ac->root;

	if (n && n->is_word) {
		n->weight = weight;
		return 0;
	}
	for (const char *c = word;; c++) {
		if (!*link) {
			*link = calloc(1, sizeof **link);
			if (!*link) {
				uncount(&ac->root, word);
				return -ENOMEM;
			}
		}
		(*link)->words++;
		if (!*c)
			break;
		link = &(*link)->child[(unsigned char)*c];
	}
	(*link)->is_word = true;
	(*link)->weight = weight;
	return 1;
}

bool ac_remove(Autocomplete *ac, const char *word)
{
	struct node *n = find(ac, word);

	if (!n || !n->is_word)
		return false;
	n->is_word = false;
	uncount(&ac->root, word);
	return true;
}

/* Does a come before b in the answer? */
static bool better(const struct completion *a, const struct completion *b)
{
	return a->weight != b->weight ? a->weight > b->weight : strcmp(a->word, b->word) < 0;
}

static void swap(struct completion *a, struct completion *b)
{
	struct completion kept = *a;

	*a = *b;
	*b = kept;
}

static void sift_down(struct completion *heap, size_t n)
{
	for (size_t i = 0, child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && better(&heap[child], &heap[child + 1]))
			child++;
		if (!better(&heap[i], &heap[child]))
			return;
		swap(&heap[i], &heap[child]);
	}
}

static void offer(struct search *s, int64_t weight)
{
	struct completion candidate = { s->path, weight };

	if (s->n == s->k && !better(&candidate, &s->best[0]))
		return;
	candidate.word = strdup(s->path);
	if (!candidate.word) {
		s->failed = true;
		return;
	}
	if (s->n == s->k) {
		free(s->best[0].word);
		s->best[0] = candidate;
		sift_down(s->best, s->n);
		return;
	}
	s->best[s->n] = candidate;
	for (size_t i = s->n++; i > 0 && better(&s->best[(i - 1) / 2], &s->best[i]); i = (i - 1) / 2)
		swap(&s->best[(i - 1) / 2], &s->best[i]);
}

static void search(struct search *s, const struct node *n, size_t depth)
{
	if (n->is_word) {
		s->path[depth] = '\0';
		offer(s, n->weight);
	}
	for (int i = 1; i < 256; i++)
		if (n->child[i]) {
			s->path[depth] = (char)i;
			search(s, n->child[i], depth + 1);
		}
}

size_t ac_complete(Autocomplete *ac, const char *prefix, size_t k, struct completion *out)
{
	const struct node *n = find(ac, prefix);
	struct search s = { .best = out, .k = k };

	if (!n || !k)
		return 0;
	strcpy(s.path, prefix);
	search(&s, n, strlen(prefix));
	if (s.failed)
		abort();
	for (size_t left = s.n; left > 1;) { /* the worst one goes to the end */
		swap(&out[0], &out[--left]);
		sift_down(out, left);
	}
	return s.n;
}

void ac_free(Autocomplete *ac)
{
	free_tree(ac->root);
	free(ac);
}
