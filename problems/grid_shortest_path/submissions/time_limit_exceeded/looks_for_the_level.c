/*
 * Trap: no queue; the cells of each level are looked for in the whole grid: O(cells) a level.
 */
#include <stdbool.h>
#include <stdlib.h>

static bool reach(const char *cells, long *steps, size_t cell, long level)
{
	if (cells[cell] == '#' || steps[cell] >= 0)
		return false;
	steps[cell] = level;
	return true;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t n = rows * columns;
	long *steps = malloc(n * sizeof(*steps));
	long answer;
	bool reached;

	if (!steps)
		abort();
	for (size_t i = 0; i < n; i++)
		steps[i] = -1;
	reached = reach(cells, steps, start.row * columns + start.column, 0);
	for (long level = 1; reached; level++) {
		reached = false;
		for (size_t i = 0; i < n; i++) {
			if (steps[i] != level - 1)
				continue;
			reached |= i >= columns && reach(cells, steps, i - columns, level);
			reached |= i + columns < n && reach(cells, steps, i + columns, level);
			reached |= i % columns > 0 && reach(cells, steps, i - 1, level);
			reached |= i % columns + 1 < columns && reach(cells, steps, i + 1, level);
		}
	}
	answer = steps[goal.row * columns + goal.column];
	free(steps);
	return answer;
}
