/*
 * Design: two searches, one from each end, a whole level at a time and always the side with the smaller frontier. The
 * first level in which one side steps on a cell of the other ends it: the path has as many steps as both sides have
 * levels, since cells of one level are equally far.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct side {
	uint32_t *queue;
	size_t head, tail;
	unsigned char mark;
};

static bool enter(struct side *s, const char *cells, unsigned char *marks, size_t cell)
{
	if (cells[cell] != '.' || marks[cell] == s->mark)
		return false;
	if (marks[cell])
		return true; /* of the other side */
	marks[cell] = s->mark;
	s->queue[s->tail++] = (uint32_t)cell;
	return false;
}

static bool next_level(struct side *s, const char *cells, unsigned char *marks, size_t rows, size_t columns)
{
	size_t end = s->tail;
	bool met = false;

	while (s->head < end && !met) {
		size_t cell = s->queue[s->head++];
		size_t column = cell % columns;

		met = (cell >= columns && enter(s, cells, marks, cell - columns)) ||
		      (cell + columns < rows * columns && enter(s, cells, marks, cell + columns)) ||
		      (column > 0 && enter(s, cells, marks, cell - 1)) ||
		      (column + 1 < columns && enter(s, cells, marks, cell + 1));
	}
	return met;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t n = rows * columns;
	size_t from = start.row * columns + start.column, to = goal.row * columns + goal.column;
	struct side a = { .mark = 1 }, b = { .mark = 2 };
	unsigned char *marks;
	long steps = 0;
	bool met;

	if (cells[from] != '.' || cells[to] != '.')
		return -1;
	if (from == to)
		return 0;
	marks = calloc(n, 1);
	a.queue = malloc(n * sizeof(*a.queue));
	b.queue = malloc(n * sizeof(*b.queue));
	if (!marks || !a.queue || !b.queue)
		abort();
	enter(&a, cells, marks, from);
	enter(&b, cells, marks, to);
	do {
		steps++;
		met = next_level(a.tail - a.head <= b.tail - b.head ? &a : &b, cells, marks, rows, columns);
	} while (!met && a.head < a.tail && b.head < b.tail);
	free(marks);
	free(a.queue);
	free(b.queue);
	return met ? steps : -1;
}
