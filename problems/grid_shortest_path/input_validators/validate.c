/*
 * validate: is standard input a test of grid_shortest_path? At least one call: six numbers on a line, then the rows of
 * the grid.
 */
#include "validate.h"

#define CELLS_MAX (1 << 22) /* of all calls together */
#define CALLS_MAX 100000

static int64_t next_number(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static void check_row(int64_t columns)
{
	for (int64_t i = 0; i < columns; i++) {
		int c = getchar_unlocked();

		if (c != '.' && c != '#')
			invalid("a row of %" PRId64 " characters, each . or #, expected", columns);
	}
	read_newline();
}

/* Returns the number of cells. */
static int64_t check_call(void)
{
	int64_t rows = read_number(1, CELLS_MAX);
	int64_t columns = next_number(1, CELLS_MAX);

	must(rows * columns <= CELLS_MAX, "more than 4194304 cells");
	for (int end = 0; end < 2; end++) {
		next_number(0, rows - 1);
		next_number(0, columns - 1);
	}
	read_newline();
	for (int64_t row = 0; row < rows; row++)
		check_row(columns);
	return rows * columns;
}

int main(void)
{
	int64_t cells = 0;

	must(!at_end(), "at least one call expected");
	for (long calls = 1; !at_end(); calls++) {
		must(calls <= CALLS_MAX, "more than 100000 calls");
		cells += check_call();
		must(cells <= CELLS_MAX, "more than 4194304 cells in all calls");
	}
	valid_at_end();
}
