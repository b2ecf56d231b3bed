/*
 * grid_shortest_path: the fewest steps from one cell of a grid to another. `judge show grid_shortest_path` prints the
 * task. struct cell is declared before your code: { size_t row, column; }.
 */
#include <stddef.h>

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	(void)cells;
	(void)rows;
	(void)columns;
	(void)start;
	(void)goal;
	return -1;
}
