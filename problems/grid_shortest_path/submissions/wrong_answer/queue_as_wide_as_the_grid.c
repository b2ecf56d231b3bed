/*
 * Trap: the queue is a ring of 4 * (rows + columns) places, as many as wait in a grid without walls. Where corridors
 * part again and again, more wait, and those that come in overwrite those that were not taken out.
 */
#include <stdint.h>
#include <stdlib.h>

#define UNSEEN UINT32_MAX

struct search {
	const char *cells;
	uint32_t *steps; /* from the start; UNSEEN */
	uint32_t *queue;
	size_t head, tail, places;
};

static void visit(struct search *s, size_t cell, uint32_t steps)
{
	if (s->cells[cell] == '#' || s->steps[cell] != UNSEEN)
		return;
	s->steps[cell] = steps;
	s->queue[s->tail++ % s->places] = (uint32_t)cell;
}

long grid_shortest_path(const char *cells, size_t rows, size_t columns, struct cell start, struct cell goal)
{
	size_t n = rows * columns;
	size_t to = goal.row * columns + goal.column;
	struct search s = { .cells = cells };
	long answer;

	s.steps = malloc(n * sizeof(*s.steps));
	s.places = 4 * (rows + columns);
	s.queue = malloc(s.places * sizeof(*s.queue));
	if (!s.steps || !s.queue)
		abort();
	for (size_t i = 0; i < n; i++)
		s.steps[i] = UNSEEN;
	visit(&s, start.row * columns + start.column, 0);
	while (s.head < s.tail && s.steps[to] == UNSEEN) {
		size_t cell = s.queue[s.head++ % s.places];
		size_t row = cell / columns, column = cell % columns;
		uint32_t steps = s.steps[cell] + 1;

		if (row > 0)
			visit(&s, cell - columns, steps);
		if (row + 1 < rows)
			visit(&s, cell + columns, steps);
		if (column > 0)
			visit(&s, cell - 1, steps);
		if (column + 1 < columns)
			visit(&s, cell + 1, steps);
	}
	answer = s.steps[to] == UNSEEN ? -1 : (long)s.steps[to];
	free(s.steps);
	free(s.queue);
	return answer;
}
