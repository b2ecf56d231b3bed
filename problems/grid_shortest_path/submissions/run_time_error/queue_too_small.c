/*
 * Trap: cells are marked when they are taken out of the queue, which is right with the second look; but then a cell
 * enters more than once, and the queue has one place for each.
 */
#include <stdbool.h>
#include <stdlib.h>

struct entry {
	size_t row, column;
	long steps;
};

struct queue {
	struct entry *entries;
	size_t head, tail;
};

static void push(struct queue *q, size_t row, size_t column, long steps)
{
	q->entries[q->tail++] = (struct entry){ row, column, steps };
}

static bool pop(struct queue *q, struct entry *e)
{
	if (q->head == q->tail)
		return false;
	*e = q->entries[q->head++];
	return true;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	bool *taken = calloc(rows * columns, sizeof(*taken));
	struct queue q = { .head = 0 };
	struct entry e;
	long answer = -1;

	q.entries = malloc(rows * columns * sizeof(*q.entries));
	if (!taken || !q.entries)
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
	free(q.entries);
	free(taken);
	return answer;
}
