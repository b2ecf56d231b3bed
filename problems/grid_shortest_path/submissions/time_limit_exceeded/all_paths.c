/*
 * Trap: tries all paths and keeps the shortest: right, and exponential.
 */
#include <stdlib.h>

struct search {
	const char *cells;
	size_t rows, columns;
	struct cell goal;
	char *used;
	long best; /* -1: none yet */
};

static void go(struct search *s, size_t row, size_t column, long steps)
{
	size_t cell = row * s->columns + column;

	if (s->cells[cell] == '#' || s->used[cell] || (s->best >= 0 && steps >= s->best))
		return;
	if (row == s->goal.row && column == s->goal.column) {
		s->best = steps;
		return;
	}
	s->used[cell] = 1;
	if (row > 0)
		go(s, row - 1, column, steps + 1);
	if (row + 1 < s->rows)
		go(s, row + 1, column, steps + 1);
	if (column > 0)
		go(s, row, column - 1, steps + 1);
	if (column + 1 < s->columns)
		go(s, row, column + 1, steps + 1);
	s->used[cell] = 0;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	struct search s = { cells, rows, columns, goal, NULL, -1 };

	s.used = calloc(rows * columns, 1);
	if (!s.used)
		abort();
	go(&s, start.row, start.column, 0);
	free(s.used);
	return s.best;
}
