/*
 * Trap: sweeps over the whole grid until no distance gets smaller: O(cells) for each turn of the path.
 */
#include <stdbool.h>
#include <stdlib.h>

static bool relax(long *to, long from)
{
	if (from < 0 || (*to >= 0 && *to <= from + 1))
		return false;
	*to = from + 1;
	return true;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t n = rows * columns;
	long *steps = malloc(n * sizeof(*steps));
	long answer;
	bool changed = cells[start.row * columns + start.column] != '#';

	if (!steps)
		abort();
	for (size_t i = 0; i < n; i++)
		steps[i] = -1;
	if (changed)
		steps[start.row * columns + start.column] = 0;
	while (changed) {
		changed = false;
		for (size_t i = 0; i < n; i++) {
			if (cells[i] == '#')
				continue;
			changed |= i >= columns && relax(&steps[i], steps[i - columns]);
			changed |= i + columns < n && relax(&steps[i], steps[i + columns]);
			changed |= i % columns > 0 && relax(&steps[i], steps[i - 1]);
			changed |= i % columns + 1 < columns && relax(&steps[i], steps[i + 1]);
		}
	}
	answer = steps[goal.row * columns + goal.column];
	free(steps);
	return answer;
}
