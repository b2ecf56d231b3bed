/*
 * generate: prints one test of grid_shortest_path.
 *
 *	open ROWS COLUMNS          no walls, from corner to corner
 *	centre ROWS COLUMNS        no walls, from the centre to the last corner
 *	line LENGTH down|right     one column or one row, from end to end
 *	cut LENGTH down|right AT   the same with a wall at AT
 *	snake ROWS COLUMNS         corridors along the rows, joined at alternate ends, from end to end
 *	columns ROWS COLUMNS       corridors along the columns
 *	spiral SIDE                a corridor that winds to the centre
 *	cup SIDE                   the goal lies behind a wall that opens towards the start
 *	sealed ROWS COLUMNS        no walls but those around the goal
 *	random ROWS COLUMNS PERCENT SEED    walls at random
 *	maze ROWS COLUMNS LOOPS SEED        corridors at random; LOOPS walls of a thousand are left out
 *	tree LEVELS CALLS SEED     from the centre to some of 4^LEVELS ends, which are all equally far: each corridor
 *	                           parts in two, the grid is hardly wider than it must be
 *	small CALLS SEED           grids of 1 to 6 rows and columns, start and goal anywhere, on walls too
 *
 * and the size families with N cells: square_open, square_snake, square_random, square_sealed N, and line N.
 */
#include "generate.h"

#define CELLS_MAX (1 << 22)

struct grid {
	int64_t rows, columns;
	char *cells;
	int64_t start, goal; /* cells by number */
};

static struct grid grid_of(int64_t rows, int64_t columns, char fill)
{
	struct grid g = { rows, columns, NULL, 0, rows * columns - 1 };

	if (rows > CELLS_MAX / columns)
		bad_argument("at most 4194304 cells", NULL);
	g.cells = generate_alloc((size_t)(rows * columns), 1);
	memset(g.cells, fill, (size_t)(rows * columns));
	return g;
}

static struct grid grid_argument(struct arguments *a, char fill)
{
	int64_t rows = argument_number(a, "ROWS", 1, CELLS_MAX);
	int64_t columns = argument_number(a, "COLUMNS", 1, CELLS_MAX);

	return grid_of(rows, columns, fill);
}

/* The largest square of at most N cells. */
static struct grid square_argument(struct arguments *a, char fill)
{
	int64_t n = argument_number(a, "N", 16, CELLS_MAX);
	int64_t side = 4;

	while ((side + 1) * (side + 1) <= n)
		side++;
	return grid_of(side, side, fill);
}

static struct random seed_argument(struct arguments *a)
{
	return random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
}

static char *cell(const struct grid *g, int64_t row, int64_t column)
{
	return &g->cells[row * g->columns + column];
}

static void print_grid(const struct grid *g)
{
	const int64_t head[] = {
		g->rows,
		g->columns,
		g->start / g->columns,
		g->start % g->columns,
		g->goal / g->columns,
		g->goal % g->columns,
	};

	print_numbers(head, 6);
	for (int64_t row = 0; row < g->rows; row++) {
		fwrite(cell(g, row, 0), 1, (size_t)g->columns, stdout);
		putchar('\n');
	}
	free(g->cells);
}

/* ---- what is drawn ----------------------------------------------------------------------------------------------- */

static void draw_nothing(struct grid *g)
{
	(void)g;
}

static void draw_centre(struct grid *g)
{
	g->start = g->rows / 2 * g->columns + g->columns / 2;
}

static void draw_snake(struct grid *g)
{
	int64_t last = (g->rows - 1) / 2 * 2; /* the last corridor */

	for (int64_t row = 1; row < g->rows; row += 2) {
		memset(cell(g, row, 0), '#', (size_t)g->columns);
		if (row < last)
			*cell(g, row, row % 4 == 1 ? g->columns - 1 : 0) = '.';
	}
	g->goal = last * g->columns + (last % 4 ? 0 : g->columns - 1);
}

static void draw_columns(struct grid *g)
{
	int64_t last = (g->columns - 1) / 2 * 2;

	for (int64_t column = 1; column < g->columns; column += 2) {
		for (int64_t row = 0; row < g->rows; row++)
			*cell(g, row, column) = '#';
		if (column < last)
			*cell(g, column % 4 == 1 ? g->rows - 1 : 0, column) = '.';
	}
	g->goal = (last % 4 ? 0 : g->rows - 1) * g->columns + last;
}

static void draw_sealed(struct grid *g)
{
	int64_t row = g->rows / 3, column = g->columns / 3 * 2;

	for (int64_t r = row - 1; r <= row + 1; r++)
		for (int64_t c = column - 1; c <= column + 1; c++)
			if (r >= 0 && r < g->rows && c >= 0 && c < g->columns)
				*cell(g, r, c) = '#';
	*cell(g, row, column) = '.';
	g->goal = row * g->columns + column;
}

static void draw_random(struct grid *g, struct random *r, uint64_t percent)
{
	for (int64_t i = 0; i < g->rows * g->columns; i++)
		if (random_below(r, 100) < percent)
			g->cells[i] = '#';
	/* Room around both ends, so that a single wall does not decide all. */
	for (int64_t i = 0; i < 3; i++)
		for (int64_t j = 0; j < 3; j++)
			if (i < g->rows && j < g->columns) {
				*cell(g, i, j) = '.';
				*cell(g, g->rows - 1 - i, g->columns - 1 - j) = '.';
			}
}

static bool is_free(const struct grid *g, int64_t row, int64_t column)
{
	return row >= 0 && row < g->rows && column >= 0 && column < g->columns && *cell(g, row, column) == '.';
}

/* Ahead as long as there is a wall two cells further, else to the right. */
static void draw_spiral(struct grid *g)
{
	static const int64_t AHEAD[4][2] = { { 0, 1 }, { 1, 0 }, { 0, -1 }, { -1, 0 } };
	int64_t row = 0, column = 0;
	int direction = 0, turns = 0;

	memset(g->cells, '#', (size_t)(g->rows * g->columns));
	*cell(g, 0, 0) = '.';
	while (turns < 2) {
		int64_t r = row + AHEAD[direction][0], c = column + AHEAD[direction][1];
		bool inside = r >= 0 && r < g->rows && c >= 0 && c < g->columns;

		if (!inside || is_free(g, r + AHEAD[direction][0], c + AHEAD[direction][1])) {
			direction = (direction + 1) % 4;
			turns++;
			continue;
		}
		row = r;
		column = c;
		*cell(g, row, column) = '.';
		turns = 0;
	}
	g->goal = row * g->columns + column;
}

static void draw_cup(struct grid *g)
{
	int64_t from = g->rows / 4, to = g->rows - 1 - g->rows / 4;

	for (int64_t row = from; row <= to; row++)
		*cell(g, row, to) = '#';
	for (int64_t column = from; column <= to; column++) {
		*cell(g, from, column) = '#';
		*cell(g, to, column) = '#';
	}
	g->start = g->rows / 2 * g->columns;
	g->goal = g->rows / 2 * g->columns + g->columns - 1;
}

/* A walk at random that breaks through to rooms (even row, even column) where it was not, and goes back when stuck. */
static void draw_maze(struct grid *g, struct random *r, uint64_t loops)
{
	int64_t *walk = generate_alloc((size_t)(g->rows * g->columns), sizeof(*walk));
	size_t n = 1;

	g->cells[0] = '.';
	walk[0] = 0;
	while (n) {
		int64_t row = walk[n - 1] / g->columns, column = walk[n - 1] % g->columns;
		uint64_t first = random_below(r, 4);
		bool moved = false;

		for (uint64_t i = 0; i < 4 && !moved; i++) {
			uint64_t side = (first + i) % 4;
			int64_t dr = side == 0 ? 1 : side == 1 ? -1 : 0, dc = side == 2 ? 1 : side == 3 ? -1 : 0;
			int64_t to_row = row + 2 * dr, to_column = column + 2 * dc;

			if (to_row < 0 || to_row >= g->rows || to_column < 0 || to_column >= g->columns ||
			    *cell(g, to_row, to_column) == '.')
				continue;
			*cell(g, row + dr, column + dc) = '.';
			*cell(g, to_row, to_column) = '.';
			walk[n++] = to_row * g->columns + to_column;
			moved = true;
		}
		if (!moved)
			n--;
	}
	for (int64_t i = 0; i < g->rows * g->columns; i++)
		if (random_below(r, 1000) < loops)
			g->cells[i] = '.';
	g->goal = ((g->rows - 1) / 2 * 2) * g->columns + (g->columns - 1) / 2 * 2;
	free(walk);
}

/* Two arms to the sides, from each end of them two up and down, and again half as long from those ends. */
static void draw_tree(struct grid *g, int64_t row, int64_t column, int64_t arm)
{
	memset(cell(g, row, column - arm), '.', (size_t)(2 * arm + 1));
	for (int64_t r = row - arm; r <= row + arm; r++) {
		*cell(g, r, column - arm) = '.';
		*cell(g, r, column + arm) = '.';
	}
	for (int64_t i = 0; i < 4 && arm > 2; i++)
		draw_tree(g, i / 2 ? row + arm : row - arm, i % 2 ? column + arm : column - arm, arm / 2);
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void line(struct arguments *a, int64_t length, bool cut)
{
	const char *direction = argument_word(a, "down or right");
	bool down = !strcmp(direction, "down");
	struct grid g = grid_of(down ? length : 1, down ? 1 : length, '.');

	if (!down && strcmp(direction, "right") != 0)
		bad_argument("down or right", direction);
	if (cut)
		g.cells[argument_number(a, "AT", 0, length - 1)] = '#';
	print_grid(&g);
}

static void tree(struct arguments *a)
{
	int64_t levels = argument_number(a, "LEVELS", 1, 9), calls = argument_number(a, "CALLS", 1, 1000);
	struct random r = seed_argument(a);
	int64_t centre = (INT64_C(2) << levels) - 2;

	for (int64_t i = 0; i < calls; i++) {
		struct grid g = grid_of(2 * centre + 1, 2 * centre + 1, '#');
		int64_t row = centre, column = centre;

		draw_tree(&g, centre, centre, INT64_C(1) << levels);
		for (int64_t arm = INT64_C(1) << levels; arm > 1; arm /= 2) {
			row += random_below(&r, 2) ? arm : -arm;
			column += random_below(&r, 2) ? arm : -arm;
		}
		g.start = centre * g.columns + centre;
		g.goal = row * g.columns + column;
		print_grid(&g);
	}
}

static void small(struct arguments *a)
{
	int64_t calls = argument_number(a, "CALLS", 1, 100000);
	struct random r = seed_argument(a);

	for (int64_t i = 0; i < calls; i++) {
		int64_t rows = random_between(&r, 1, 6), columns = random_between(&r, 1, 6);
		struct grid g = grid_of(rows, columns, '.');
		uint64_t percent = 15 * random_below(&r, 4);

		for (int64_t c = 0; c < rows * columns; c++)
			if (random_below(&r, 100) < percent)
				g.cells[c] = '#';
		g.start = random_between(&r, 0, rows * columns - 1);
		g.goal = random_between(&r, 0, rows * columns - 1);
		print_grid(&g);
	}
}

static const struct {
	const char *name;
	struct grid (*size)(struct arguments *a, char fill);
	void (*draw)(struct grid *g);
} DRAWN[] = {
	{ "open", grid_argument, draw_nothing },         { "centre", grid_argument, draw_centre },
	{ "snake", grid_argument, draw_snake },          { "columns", grid_argument, draw_columns },
	{ "sealed", grid_argument, draw_sealed },        { "square_open", square_argument, draw_nothing },
	{ "square_snake", square_argument, draw_snake }, { "square_sealed", square_argument, draw_sealed },
};

static bool print_drawn(struct arguments *a, const char *mode)
{
	for (size_t i = 0; i < sizeof(DRAWN) / sizeof(DRAWN[0]); i++)
		if (!strcmp(mode, DRAWN[i].name)) {
			struct grid g = DRAWN[i].size(a, '.');

			DRAWN[i].draw(&g);
			print_grid(&g);
			return true;
		}
	return false;
}

static void print_side(struct arguments *a, void (*draw)(struct grid *g))
{
	int64_t side = argument_number(a, "SIDE", 5, 2048);
	struct grid g = grid_of(side, side, '.');

	draw(&g);
	print_grid(&g);
}

static void print_random(struct arguments *a, struct grid g, bool maze)
{
	uint64_t share = (uint64_t)argument_number(a, "PERCENT or LOOPS", 0, 1000);
	struct random r = seed_argument(a);

	if (maze)
		draw_maze(&g, &r, share);
	else
		draw_random(&g, &r, share);
	print_grid(&g);
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	if (!print_drawn(&a, mode)) {
		if (!strcmp(mode, "line"))
			line(&a, argument_number(&a, "LENGTH", 1, CELLS_MAX), false);
		else if (!strcmp(mode, "cut"))
			line(&a, argument_number(&a, "LENGTH", 1, CELLS_MAX), true);
		else if (!strcmp(mode, "spiral"))
			print_side(&a, draw_spiral);
		else if (!strcmp(mode, "cup"))
			print_side(&a, draw_cup);
		else if (!strcmp(mode, "random"))
			print_random(&a, grid_argument(&a, '.'), false);
		else if (!strcmp(mode, "square_random"))
			print_random(&a, square_argument(&a, '.'), false);
		else if (!strcmp(mode, "maze"))
			print_random(&a, grid_argument(&a, '#'), true);
		else if (!strcmp(mode, "tree"))
			tree(&a);
		else if (!strcmp(mode, "small"))
			small(&a);
		else
			bad_argument("a mode", mode);
	}
	return generated(&a);
}
