/*
 * Trap: breadth-first, one level in each call, which calls itself for the next level: a long path needs as many calls,
 * and they do not fit into the stack.
 */
#include <stdint.h>
#include <stdlib.h>

struct search {
	const char *cells;
	size_t rows, columns, to;
	uint32_t *queue;
	size_t tail;
	char *seen;
};

static void visit(struct search *s, size_t cell)
{
	if (s->cells[cell] == '#' || s->seen[cell])
		return;
	s->seen[cell] = 1;
	s->queue[s->tail++] = (uint32_t)cell;
}

/* The steps from the level that begins at `head` to the goal. */
static long steps_from(struct search *s, size_t head)
{
	size_t end = s->tail;
	long rest;

	if (s->seen[s->to])
		return 0;
	if (head == end)
		return -1;
	for (; head < end; head++) {
		size_t cell = s->queue[head];
		size_t row = cell / s->columns, column = cell % s->columns;

		if (row > 0)
			visit(s, cell - s->columns);
		if (row + 1 < s->rows)
			visit(s, cell + s->columns);
		if (column > 0)
			visit(s, cell - 1);
		if (column + 1 < s->columns)
			visit(s, cell + 1);
	}
	rest = steps_from(s, end);
	__asm__ volatile("" : : "r"(&rest) : "memory"); /* no compiler makes a loop of this */
	return rest < 0 ? -1 : rest + 1;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t n = rows * columns;
	struct search s = { cells, rows, columns, goal.row * columns + goal.column, NULL, 0, NULL };
	long steps;

	s.queue = malloc(n * sizeof(*s.queue));
	s.seen = calloc(n, 1);
	if (!s.queue || !s.seen)
		abort();
	visit(&s, start.row * columns + start.column);
	steps = steps_from(&s, 0);
	free(s.queue);
	free(s.seen);
	return steps;
}
