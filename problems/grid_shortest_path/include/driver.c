/*
 * driver: plays one test of grid_shortest_path.
 *
 * An input is a list of calls: a line with the numbers of rows and columns and with row and column of the start and of
 * the goal, then the rows of the grid, each a line of `.` and `#`. Each call writes what was returned, on a line.
 *
 * The grid stands between two rows of free cells that do not belong to it: whoever leaves the grid finds a way there
 * that does not exist, and gets a wrong number.
 */
#include "driver.h"
#include "grid_shortest_path.h"

static long (*shortest_path)(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal);

const struct driver_function driver_functions[] = {
	{ "grid_shortest_path", (void **)&shortest_path },
	{ NULL, NULL },
};

#define FREE '.'
#define WALL '#'

/* A free row, the grid, a free row. */
struct grid {
	char *bytes, *copy;
	size_t room, rows, columns;
};

static size_t read_size(size_t min, size_t max)
{
	int64_t v = driver_read_i64();

	if (v < 0 || (size_t)v < min || (size_t)v > max)
		driver_bad_input("a size, or a cell of the grid");
	return (size_t)v;
}

static struct cell read_cell(const struct grid *g)
{
	struct cell c;

	c.row = read_size(0, g->rows - 1);
	c.column = read_size(0, g->columns - 1);
	return c;
}

static void read_rows(struct grid *g)
{
	size_t bytes = (g->rows + 2) * g->columns;

	if (bytes > g->room) {
		g->room = bytes < 4096 ? 4096 : bytes;
		g->bytes = driver_alloc(g->room, 1);
		g->copy = driver_alloc(g->room, 1);
	}
	memset(g->bytes, FREE, g->columns);
	for (size_t row = 1; row <= g->rows; row++) {
		size_t len;
		const char *line = driver_read_token(&len);

		if (len != g->columns)
			driver_bad_input("a row with one character for each column");
		for (size_t i = 0; i < len; i++)
			if (line[i] != FREE && line[i] != WALL)
				driver_bad_input("a row of . and #");
		memcpy(g->bytes + row * g->columns, line, len);
	}
	memset(g->bytes + (g->rows + 1) * g->columns, FREE, g->columns);
	memcpy(g->copy, g->bytes, bytes);
}

static void play_call(struct grid *g)
{
	struct cell start, goal;
	long steps;

	g->rows = read_size(1, (size_t)1 << 24);
	g->columns = read_size(1, ((size_t)1 << 24) / g->rows);
	start = read_cell(g);
	goal = read_cell(g);
	read_rows(g);
	steps = shortest_path(g->bytes + g->columns, g->rows, g->columns, start, goal);
	if (memcmp(g->bytes, g->copy, (g->rows + 2) * g->columns) != 0)
		driver_complain("the grid was changed");
	driver_write_i64(steps);
	driver_write_char('\n');
}

void driver_run(void)
{
	struct grid g = { .room = 0 };

	while (!driver_at_end())
		play_call(&g);
}
