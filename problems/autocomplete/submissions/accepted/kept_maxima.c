/*
 * Design: each node of the trie knows the best word at or below it. A completion opens the most promising subtree
 * first: the best word of a subtree is the next completion, and what lies beside the way to it are new subtrees. It
 * never visits the rest.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	int64_t weight;
	char word[];
};

struct node {
	struct node *child, *next;
	struct entry *entry; /* of the word that ends here, or NULL */
	const struct entry *best;
	unsigned char byte;
};

typedef struct {
	struct node root;
} Autocomplete;

/* A subtree, or only the word at its top. */
struct promise {
	const struct entry *best;
	const struct node *subtree; /* NULL: nothing but `best` */
};

struct queue {
	struct promise *heap;
	size_t n, room;
};

static bool better(const struct entry *a, const struct entry *b)
{
	if (!a || !b)
		return a != NULL;
	return a->weight != b->weight ? a->weight > b->weight : strcmp(a->word, b->word) < 0;
}

static struct node **link_to(struct node *n, unsigned char byte)
{
	struct node **link = &n->child;

	while (*link && (*link)->byte != byte)
		link = &(*link)->next;
	return link;
}

/* Puts right what lies on the way to `word`: the best words, and nodes without any word are freed. */
static void mend(struct node *n, const char *word)
{
	if (*word) {
		struct node **link = link_to(n, (unsigned char)*word), *child = *link;

		if (child) {
			mend(child, word + 1);
			if (!child->best) {
				*link = child->next;
				free(child);
			}
		}
	}
	n->best = n->entry;
	for (const struct node *child = n->child; child; child = child->next)
		if (better(child->best, n->best))
			n->best = child->best;
}

static struct node *find(Autocomplete *ac, const char *word)
{
	struct node *n = &ac->root;

	while (n && *word)
		n = *link_to(n, (unsigned char)*word++);
	return n;
}

Autocomplete *ac_create(void)
{
	return calloc(1, sizeof(Autocomplete));
}

int ac_insert(Autocomplete *ac, const char *word, int64_t weight)
{
	struct node *n = find(ac, word);
	struct entry *entry;

	if (n && n->entry) {
		n->entry->weight = weight;
		mend(&ac->root, word);
		return 0;
	}
	entry = malloc(sizeof *entry + strlen(word) + 1);
	if (!entry)
		return -ENOMEM;
	entry->weight = weight;
	strcpy(entry->word, word);
	n = &ac->root;
	for (const char *c = word; *c; c++) {
		struct node **link = link_to(n, (unsigned char)*c);

		if (!*link) {
			*link = calloc(1, sizeof **link);
			if (!*link) {
				free(entry);
				mend(&ac->root, word);
				return -ENOMEM;
			}
			(*link)->byte = (unsigned char)*c;
		}
		n = *link;
	}
	n->entry = entry;
	mend(&ac->root, word);
	return 1;
}

bool ac_remove(Autocomplete *ac, const char *word)
{
	struct node *n = find(ac, word);

	if (!n || !n->entry)
		return false;
	free(n->entry);
	n->entry = NULL;
	mend(&ac->root, word);
	return true;
}

static void push(struct queue *q, struct promise p)
{
	size_t i = q->n++;

	if (!p.best) {
		q->n--;
		return;
	}
	if (i == q->room) {
		q->room = q->room ? 2 * q->room : 64;
		q->heap = realloc(q->heap, q->room * sizeof *q->heap);
		if (!q->heap)
			abort();
	}
	for (; i > 0 && better(p.best, q->heap[(i - 1) / 2].best); i = (i - 1) / 2)
		q->heap[i] = q->heap[(i - 1) / 2];
	q->heap[i] = p;
}

static struct promise pop(struct queue *q)
{
	struct promise top = q->heap[0], last = q->heap[--q->n];
	size_t i = 0, child;

	for (; (child = 2 * i + 1) < q->n; i = child) {
		if (child + 1 < q->n && better(q->heap[child + 1].best, q->heap[child].best))
			child++;
		if (!better(q->heap[child].best, last.best))
			break;
		q->heap[i] = q->heap[child];
	}
	q->heap[i] = last;
	return top;
}

/* All of the subtree but its best word. */
static void push_rest(struct queue *q, struct promise p)
{
	for (const struct node *n = p.subtree, *way; n; n = way) {
		way = NULL;

		if (n->entry != p.best)
			push(q, (struct promise){ n->entry, NULL });
		for (const struct node *child = n->child; child; child = child->next)
			if (child->best == p.best)
				way = child;
			else
				push(q, (struct promise){ child->best, child });
	}
}

size_t ac_complete(Autocomplete *ac, const char *prefix, size_t k, struct completion *out)
{
	const struct node *n = find(ac, prefix);
	struct queue q = { .n = 0 };
	size_t found = 0;

	if (n)
		push(&q, (struct promise){ n->best, n });
	while (found < k && q.n) {
		struct promise p = pop(&q);

		out[found].weight = p.best->weight;
		out[found].word = strdup(p.best->word);
		if (!out[found++].word)
			abort();
		push_rest(&q, p);
	}
	free(q.heap);
	return found;
}

static void free_below(struct node *n)
{
	for (struct node *child = n->child, *next; child; child = next) {
		next = child->next;
		free_below(child);
		free(child->entry);
		free(child);
	}
}

void ac_free(Autocomplete *ac)
{
	free_below(&ac->root);
	free(ac);
}
