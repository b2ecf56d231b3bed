/*
 * Design: a copy of the grid with a frame of walls around it, so that nothing has to ask where the grid ends; visited
 * cells become walls in it. No queue: all cells that are equally far are one array, and their free neighbours are the
 * next.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct frontier {
	size_t *cells;
	size_t n, room;
};

static void add(struct frontier *f, size_t cell)
{
	if (f->n == f->room) {
		f->room = f->room ? 2 * f->room : 64;
		f->cells = realloc(f->cells, f->room * sizeof(*f->cells));
		if (!f->cells)
			abort();
	}
	f->cells[f->n++] = cell;
}

static char *framed(const char *cells, size_t rows, size_t columns)
{
	size_t width = columns + 2;
	char *copy = malloc((rows + 2) * width);

	if (!copy)
		abort();
	memset(copy, '#', (rows + 2) * width);
	for (size_t row = 0; row < rows; row++)
		memcpy(copy + (row + 1) * width + 1, cells + row * columns, columns);
	return copy;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t width = columns + 2;
	size_t from = (start.row + 1) * width + start.column + 1;
	size_t to = (goal.row + 1) * width + goal.column + 1;
	const size_t around[4] = { 1, width, -(size_t)1, -width }; /* to be added, modulo the range of size_t */
	struct frontier now = { 0 }, next = { 0 };
	char *open = framed(cells, rows, columns);
	bool walls = open[from] == '#' || open[to] == '#';
	long steps = 0;

	if (!walls) {
		add(&now, from);
		open[from] = '#';
	}
	for (; now.n && open[to] != '#'; steps++) {
		struct frontier swapped = now;

		next.n = 0;
		for (size_t i = 0; i < now.n; i++)
			for (int d = 0; d < 4; d++) {
				size_t cell = now.cells[i] + around[d];

				if (open[cell] != '.')
					continue;
				open[cell] = '#';
				add(&next, cell);
			}
		now = next;
		next = swapped;
	}
	if (walls || open[to] != '#')
		steps = -1;
	free(open);
	free(now.cells);
	free(next.cells);
	return steps;
}
