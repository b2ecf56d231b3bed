/*
 * monkey_patch: a table of methods that are patched at run time. `judge show monkey_patch` prints the task.
 *
 * Declared before your code: struct running, which you define; method_fn, a function
 * int64_t (struct running *running, void *context, int64_t argument); and
 * struct method { method_fn *fn; void *context; }.
 */
#include <stdint.h>
#include <stdlib.h>

struct methods {
	size_t n; /* yours */
};

struct running {
	struct methods *methods; /* yours */
};

struct methods *methods_create(const struct method *originals, size_t n)
{
	struct methods *m = malloc(sizeof(*m));

	(void)originals;
	if (!m)
		abort();
	m->n = n;
	return m;
}

int64_t methods_call(struct methods *m, size_t method, int64_t argument)
{
	(void)m;
	(void)method;
	(void)argument;
	return 0;
}

int64_t methods_original(struct running *running, int64_t argument)
{
	(void)running;
	(void)argument;
	return 0;
}

int64_t methods_patch(struct methods *m, size_t method, const struct method *patch)
{
	(void)m;
	(void)method;
	(void)patch;
	return 1;
}

bool methods_unpatch(struct methods *m, size_t method, int64_t id)
{
	(void)m;
	(void)method;
	(void)id;
	return false;
}

size_t methods_restore(struct methods *m)
{
	(void)m;
	return 0;
}

void methods_free(struct methods *m)
{
	free(m);
}
