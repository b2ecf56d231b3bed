/*
 * Trap: a value that was seen before is taken for the beginning of a cycle. It is right as long as all values differ.
 */
#include <stddef.h>
#include <stdlib.h>

static size_t bucket_of(int val, size_t buckets)
{
	return (unsigned)val * 2654435761u / 64 % buckets;
}

struct seen {
	struct ListNode *node;
	struct seen *chain;
};

static struct ListNode *first_twice(struct ListNode *head, struct seen **table, size_t buckets)
{
	for (; head; head = head->next) {
		struct seen **link = &table[bucket_of(head->val, buckets)], *s;

		for (s = *link; s; s = s->chain)
			if (s->node->val == head->val)
				return s->node;
		s = malloc(sizeof *s);
		if (!s)
			abort();
		s->node = head;
		s->chain = *link;
		*link = s;
	}
	return NULL;
}

struct ListNode *detectCycle(struct ListNode *head)
{
	size_t buckets = 1024;
	struct seen **table = calloc(buckets, sizeof *table);
	struct ListNode *found;

	if (!table)
		abort();
	found = first_twice(head, table, buckets);
	for (size_t i = 0; i < buckets; i++)
		while (table[i]) {
			struct seen *s = table[i];

			table[i] = s->chain;
			free(s);
		}
	free(table);
	return found;
}
