/*
 * Trap: a call for each course of a chain: it does not fit into the stack.
 */
#include <stdlib.h>

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

enum state { NEW, OPEN, DONE };

struct search {
	int **pairs;
	int *first, *next, *order;
	char *state;
	int n;
};

static bool take(struct search *s, int course)
{
	s->state[course] = OPEN;
	for (int i = s->first[course]; i >= 0; i = s->next[i]) {
		int required = s->pairs[i][1];

		if (s->state[required] == OPEN || (s->state[required] == NEW && !take(s, required)))
			return false;
	}
	s->state[course] = DONE;
	s->order[s->n++] = course;
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
	free(s.state);
	*returnSize = found ? s.n : 0;
	return s.order;
}
