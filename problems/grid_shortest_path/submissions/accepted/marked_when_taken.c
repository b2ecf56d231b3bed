/*
 * Design: a cell is marked when it is taken out of the queue, and one that was taken before is passed over. A cell may
 * enter once from each neighbour, so the queue, a linked list of blocks, grows as it must.
 */
#include <stdbool.h>
#include <stdlib.h>

#define BLOCK 1000

struct entry {
	size_t row, column;
	long steps;
};

struct block {
	struct block *next;
	size_t n;
	struct entry entries[BLOCK];
};

struct queue {
	struct block *first, *last;
	size_t head; /* in the first block */
};

static void push(struct queue *q, size_t row, size_t column, long steps)
{
	if (!q->last || q->last->n == BLOCK) {
		struct block *b = malloc(sizeof(*b));

		if (!b)
			abort();
		b->next = NULL;
		b->n = 0;
		if (q->last)
			q->last->next = b;
		else
			q->first = b;
		q->last = b;
	}
	q->last->entries[q->last->n++] = (struct entry){ row, column, steps };
}

static bool pop(struct queue *q, struct entry *e)
{
	struct block *b = q->first;

	if (!b || q->head == b->n)
		return false;
	*e = b->entries[q->head++];
	if (q->head == BLOCK) {
		q->first = b->next;
		q->head = 0;
		if (!q->first)
			q->last = NULL;
		free(b);
	}
	return true;
}

static void release(struct queue *q)
{
	while (q->first) {
		struct block *b = q->first;

		q->first = b->next;
		free(b);
	}
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	bool *taken = calloc(rows * columns, sizeof(*taken));
	struct queue q = { 0 };
	struct entry e;
	long answer = -1;

	if (!taken)
		abort();
	push(&q, start.row, start.column, 0);
	while (answer < 0 && pop(&q, &e)) {
		size_t cell = e.row * columns + e.column;

		if (taken[cell] || cells[cell] == '#')
			continue;
		taken[cell] = true;
		if (e.row == goal.row && e.column == goal.column) {
			answer = e.steps;
			break;
		}
		if (e.row > 0)
			push(&q, e.row - 1, e.column, e.steps + 1);
		if (e.row + 1 < rows)
			push(&q, e.row + 1, e.column, e.steps + 1);
		if (e.column > 0)
			push(&q, e.row, e.column - 1, e.steps + 1);
		if (e.column + 1 < columns)
			push(&q, e.row, e.column + 1, e.steps + 1);
	}
	release(&q);
	free(taken);
	return answer;
}
