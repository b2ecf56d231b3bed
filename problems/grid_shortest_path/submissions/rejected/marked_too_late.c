/*
 * Trap: a cell is marked when it is taken out of the queue, and nobody asks then whether it was taken before. It enters
 * once for each path that leads to it: exponentially often.
 */
#include <stdbool.h>
#include <stdlib.h>

struct entry {
	size_t row, column;
	long steps;
};

struct queue {
	struct entry *entries;
	size_t head, tail, room;
	const char *cells;
	bool *taken;
	size_t columns;
};

static void push(struct queue *q, size_t row, size_t column, long steps)
{
	size_t cell = row * q->columns + column;

	if (q->cells[cell] == '#' || q->taken[cell])
		return;
	if (q->tail == q->room) {
		q->room = q->room ? 2 * q->room : 64;
		q->entries = realloc(q->entries, q->room * sizeof(*q->entries));
		if (!q->entries)
			abort();
	}
	q->entries[q->tail++] = (struct entry){ row, column, steps };
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	struct queue q = { .cells = cells, .columns = columns };
	long answer = -1;

	q.taken = calloc(rows * columns, sizeof(*q.taken));
	if (!q.taken)
		abort();
	push(&q, start.row, start.column, 0);
	while (q.head < q.tail) {
		struct entry e = q.entries[q.head++];

		q.taken[e.row * columns + e.column] = true;
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
	free(q.taken);
	return answer;
}
