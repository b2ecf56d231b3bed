/*
 * Trap: walks the tree by recursion, and a stack of hundreds of thousands of functions is a tree as deep.
 */
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

struct function {
	struct function *next;
	char *name;
	int64_t total, self;
	size_t open;
	UT_hash_handle hh;
};

struct node {
	struct node *first_child, *last_child, *next;
	struct function *function;
	int64_t total, self;
};

struct profile {
	struct function *functions;
	struct function *first, **end;
	size_t n;
	struct node root;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static struct function *function_of(struct profile *p, const char *name, size_t len)
{
	struct function *f;

	HASH_FIND(hh, p->functions, name, len, f);
	if (f)
		return f;
	f = need(calloc(1, sizeof(*f)));
	f->name = need(strndup(name, len));
	HASH_ADD_KEYPTR(hh, p->functions, f->name, len, f);
	*p->end = f;
	p->end = &f->next;
	p->n++;
	return f;
}

static struct node *child_of(struct node *parent, struct function *f)
{
	struct node *node = parent->first_child;

	while (node && node->function != f)
		node = node->next;
	if (node)
		return node;
	node = need(calloc(1, sizeof(*node)));
	node->function = f;
	if (parent->last_child)
		parent->last_child->next = node;
	else
		parent->first_child = node;
	return parent->last_child = node;
}

struct profile *profile_create(void)
{
	struct profile *p = need(calloc(1, sizeof(*p)));

	p->end = &p->first;
	return p;
}

void profile_add(struct profile *p, const char *stack, int64_t weight)
{
	struct node *node = &p->root;

	while (*stack) {
		size_t len = strcspn(stack, ";");

		node = child_of(node, function_of(p, stack, len));
		node->total += weight;
		stack += len + (stack[len] == ';');
	}
	node->self += weight;
}

size_t profile_count(struct profile *p)
{
	return p->n;
}

static void count_times(struct node *node)
{
	struct function *f = node->function;

	if (f) {
		f->self += node->self;
		f->total += f->open ? 0 : node->total;
		f->open++;
	}
	for (struct node *child = node->first_child; child; child = child->next)
		count_times(child);
	if (f)
		f->open--;
}

struct function_time profile_get(struct profile *p, size_t i)
{
	struct function *f;

	if (i == 0) {
		for (f = p->first; f; f = f->next)
			f->total = f->self = 0;
		count_times(&p->root);
	}
	for (f = p->first; i > 0; i--)
		f = f->next;
	return (struct function_time){ f->name, f->total, f->self };
}

static const struct node *hottest_child(const struct node *parent)
{
	const struct node *best = parent->first_child;

	for (const struct node *child = best; child; child = child->next)
		if (child->total > best->total)
			best = child;
	return best;
}

char *profile_hottest(struct profile *p)
{
	size_t len = 0;
	char *path, *end;

	for (const struct node *node = hottest_child(&p->root); node; node = hottest_child(node))
		len += strlen(node->function->name) + 1;
	path = end = need(calloc(len + 1, 1));
	for (const struct node *node = hottest_child(&p->root); node; node = hottest_child(node)) {
		if (end > path)
			*end++ = ';';
		end = stpcpy(end, node->function->name);
	}
	return path;
}

static void release(struct node *node)
{
	while (node) {
		struct node *next = node->next;

		release(node->first_child);
		free(node);
		node = next;
	}
}

void profile_free(struct profile *p)
{
	struct function *f, *next;

	release(p->root.first_child);
	HASH_ITER(hh, p->functions, f, next)
	{
		HASH_DEL(p->functions, f);
		free(f->name);
		free(f);
	}
	free(p);
}
