/*
 * Design: depth-first along what is required, with a stack of its own; a course is taken when all that it requires are.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

enum state { NEW, OPEN, DONE };

/* For each course its prerequisites as a list through the pairs: first[c], next[…]; -1 ends it. */
struct search {
	int **pairs;
	int *first, *next, *stack, *order;
	char *state;
	int n;
};

/* False: there is a cycle. */
static bool take(struct search *s, int course)
{
	int depth = 0;

	s->stack[depth++] = course;
	s->state[course] = OPEN;
	while (depth) {
		int top = s->stack[depth - 1], i = s->first[top], required;

		if (i < 0) {
			s->state[top] = DONE;
			s->order[s->n++] = top;
			depth--;
			continue;
		}
		s->first[top] = s->next[i];
		required = s->pairs[i][1];
		if (s->state[required] == OPEN)
			return false;
		if (s->state[required] == NEW) {
			s->state[required] = OPEN;
			s->stack[depth++] = required;
		}
	}
	return true;
}

int *findOrder(int numCourses, int **prerequisites, int prerequisitesSize, int *prerequisitesColSize, int *returnSize)
{
	size_t n = (size_t)numCourses;
	struct search s = { .pairs = prerequisites };
	bool found = true;

	(void)prerequisitesColSize;
	s.first = need(malloc(n * sizeof(*s.first)));
	s.next = need(malloc(((size_t)prerequisitesSize + 1) * sizeof(*s.next)));
	s.stack = need(malloc(n * sizeof(*s.stack)));
	s.order = need(malloc(n * sizeof(*s.order)));
	s.state = need(calloc(n, 1));
	for (int c = 0; c < numCourses; c++)
		s.first[c] = -1;
	for (int i = 0; i < prerequisitesSize; i++) {
		s.next[i] = s.first[prerequisites[i][0]];
		s.first[prerequisites[i][0]] = i;
	}
	for (int c = 0; found && c < numCourses; c++)
		if (s.state[c] == NEW)
			found = take(&s, c);
	free(s.first);
	free(s.next);
	free(s.stack);
	free(s.state);
	*returnSize = found ? s.n : 0;
	return s.order;
}
