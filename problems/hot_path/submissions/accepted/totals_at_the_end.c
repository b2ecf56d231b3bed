/*
 * Design: only nodes are counted while samples come, with tables of uthash. The totals of functions are worked out when
 * they are asked for, by a walk over the tree in which a function counts only where it is not below itself.
 */
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

struct function {
	char *name;
	size_t index;
	int64_t total, self;
	size_t open; /* nodes of it above the one that the walk is at */
	UT_hash_handle hh;
};

struct place {
	struct node *parent;
	struct function *function;
};

struct node {
	struct place key;
	struct node *first_child, *last_child, *next;
	int64_t total, self;
	UT_hash_handle hh;
};

struct profile {
	struct function *functions; /* in the order of their appearance */
	struct function **by_index;
	size_t n_functions, room;
	struct node *nodes;
	struct node root;
	bool counted;
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
	f->index = p->n_functions;
	HASH_ADD_KEYPTR(hh, p->functions, f->name, len, f);
	if (p->n_functions == p->room) {
		p->room = p->room ? 2 * p->room : 16;
		p->by_index = need(realloc(p->by_index, p->room * sizeof(struct function *)));
	}
	p->by_index[p->n_functions++] = f;
	return f;
}

static struct node *child_of(struct profile *p, struct node *parent, struct function *f)
{
	struct place place = { parent, f };
	struct node *node;

	HASH_FIND(hh, p->nodes, &place, sizeof(place), node);
	if (node)
		return node;
	node = need(calloc(1, sizeof(*node)));
	node->key = place;
	HASH_ADD(hh, p->nodes, key, sizeof(node->key), node);
	if (parent->last_child)
		parent->last_child->next = node;
	else
		parent->first_child = node;
	parent->last_child = node;
	return node;
}

struct profile *profile_create(void)
{
	return need(calloc(1, sizeof(struct profile)));
}

void profile_add(struct profile *p, const char *stack, int64_t weight)
{
	struct node *node = &p->root;

	while (*stack) {
		size_t len = strcspn(stack, ";");

		node = child_of(p, node, function_of(p, stack, len));
		node->total += weight;
		stack += len + (stack[len] == ';');
	}
	node->self += weight;
	p->counted = false;
}

static void enter(struct node *node)
{
	struct function *f = node->key.function;

	f->self += node->self;
	if (!f->open++)
		f->total += node->total;
}

static void count_times(struct profile *p)
{
	struct node *node = p->root.first_child;

	for (size_t i = 0; i < p->n_functions; i++)
		p->by_index[i]->total = p->by_index[i]->self = 0;
	while (node) {
		enter(node);
		if (node->first_child) {
			node = node->first_child;
			continue;
		}
		while (node != &p->root && !node->next) {
			node->key.function->open--;
			node = node->key.parent;
		}
		if (node == &p->root)
			break;
		node->key.function->open--;
		node = node->next;
	}
	p->counted = true;
}

size_t profile_count(struct profile *p)
{
	return p->n_functions;
}

struct function_time profile_get(struct profile *p, size_t i)
{
	if (!p->counted)
		count_times(p);
	return (struct function_time){ p->by_index[i]->name, p->by_index[i]->total, p->by_index[i]->self };
}

static const struct node *hottest_child(const struct node *parent)
{
	const struct node *best = parent->first_child;

	for (const struct node *child = best; child; child = child->next)
		if (child->total > best->total)
			best = child;
	return best;
}

/* Once for the length, once for the text. */
char *profile_hottest(struct profile *p)
{
	size_t len = 0;
	char *path, *end;

	for (const struct node *node = hottest_child(&p->root); node; node = hottest_child(node))
		len += strlen(node->key.function->name) + 1;
	path = end = need(calloc(len + 1, 1));
	for (const struct node *node = hottest_child(&p->root); node; node = hottest_child(node)) {
		if (end > path)
			*end++ = ';';
		end = stpcpy(end, node->key.function->name);
	}
	return path;
}

void profile_free(struct profile *p)
{
	struct function *f, *next_function;
	struct node *node, *next_node;

	HASH_ITER(hh, p->nodes, node, next_node)
	{
		HASH_DEL(p->nodes, node);
		free(node);
	}
	HASH_ITER(hh, p->functions, f, next_function)
	{
		HASH_DEL(p->functions, f);
		free(f->name);
		free(f);
	}
	free(p->by_index);
	free(p);
}
