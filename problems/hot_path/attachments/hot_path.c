/*
 * hot_path: the times of functions and the hottest path, from samples of the stack. `judge show hot_path` prints the
 * task.
 *
 * struct function_time is declared before your code: { const char *name; int64_t total; int64_t self; }.
 */
#include <stdint.h>
#include <stdlib.h>

struct profile {
	size_t samples; /* yours */
};

struct profile *profile_create(void)
{
	struct profile *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	return p;
}

void profile_add(struct profile *p, const char *stack, int64_t weight)
{
	(void)stack;
	(void)weight;
	p->samples++;
}

size_t profile_count(struct profile *p)
{
	(void)p;
	return 0;
}

struct function_time profile_get(struct profile *p, size_t i)
{
	(void)p;
	(void)i;
	return (struct function_time){ "", 0, 0 };
}

char *profile_hottest(struct profile *p)
{
	(void)p;
	return calloc(1, 1);
}

void profile_free(struct profile *p)
{
	free(p);
}
