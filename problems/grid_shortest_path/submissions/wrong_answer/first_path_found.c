/*
 * Trap: depth-first search: the first path that is found need not be the shortest.
 */
#include <stdbool.h>
#include <stdlib.h>

struct place {
	size_t row, column;
	long steps;
};

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	bool *seen = calloc(rows * columns, sizeof(*seen));
	struct place *stack = malloc((4 * rows * columns + 1) * sizeof(*stack));
	size_t n = 0;
	long answer = -1;

	if (!seen || !stack)
		abort();
	stack[n++] = (struct place){ start.row, start.column, 0 };
	while (n) {
		struct place p = stack[--n];
		size_t cell = p.row * columns + p.column;

		if (seen[cell] || cells[cell] == '#')
			continue;
		seen[cell] = true;
		if (p.row == goal.row && p.column == goal.column) {
			answer = p.steps;
			break;
		}
		if (p.row > 0)
			stack[n++] = (struct place){ p.row - 1, p.column, p.steps + 1 };
		if (p.column > 0)
			stack[n++] = (struct place){ p.row, p.column - 1, p.steps + 1 };
		if (p.row + 1 < rows)
			stack[n++] = (struct place){ p.row + 1, p.column, p.steps + 1 };
		if (p.column + 1 < columns)
			stack[n++] = (struct place){ p.row, p.column + 1, p.steps + 1 };
	}
	free(seen);
	free(stack);
	return answer;
}
