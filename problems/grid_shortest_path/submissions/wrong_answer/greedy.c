/*
 * Trap: always goes on from the cell that is nearest to the goal as the crow flies, and takes the first path that gets
 * there: not the shortest when it has to go around something.
 */
#include <stdbool.h>
#include <stdlib.h>

struct place {
	struct place *next; /* in its bucket */
	size_t row, column;
	long steps;
};

static size_t apart(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

struct search {
	const char *cells;
	size_t columns;
	struct cell goal;
	bool *seen;
	struct place *places, **buckets; /* by distance to the goal */
	size_t n, best;
};

static void visit(struct search *s, size_t row, size_t column, long steps)
{
	size_t cell = row * s->columns + column;
	size_t distance = apart(row, s->goal.row) + apart(column, s->goal.column);
	struct place *p;

	if (s->cells[cell] == '#' || s->seen[cell])
		return;
	s->seen[cell] = true;
	p = &s->places[s->n++];
	*p = (struct place){ s->buckets[distance], row, column, steps };
	s->buckets[distance] = p;
	if (distance < s->best)
		s->best = distance;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	struct search s = { .cells = cells, .columns = columns, .goal = goal, .best = rows + columns };
	long answer = -1;

	s.seen = calloc(rows * columns, sizeof(*s.seen));
	s.places = malloc(rows * columns * sizeof(*s.places));
	s.buckets = calloc(rows + columns, sizeof(struct place *));
	if (!s.seen || !s.places || !s.buckets)
		abort();
	visit(&s, start.row, start.column, 0);
	while (s.best < rows + columns) {
		struct place *p = s.buckets[s.best];

		if (!p) {
			s.best++;
			continue;
		}
		s.buckets[s.best] = p->next;
		if (s.best == 0) {
			answer = p->steps;
			break;
		}
		if (p->row > 0)
			visit(&s, p->row - 1, p->column, p->steps + 1);
		if (p->row + 1 < rows)
			visit(&s, p->row + 1, p->column, p->steps + 1);
		if (p->column > 0)
			visit(&s, p->row, p->column - 1, p->steps + 1);
		if (p->column + 1 < columns)
			visit(&s, p->row, p->column + 1, p->steps + 1);
	}
	free(s.seen);
	free(s.places);
	free(s.buckets);
	return answer;
}
