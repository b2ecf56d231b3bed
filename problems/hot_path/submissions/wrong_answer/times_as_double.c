/*
 * Trap: times of functions are kept as double, which is exact up to 2^53 only.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

struct function {
	char *name;
	size_t len;
	uint64_t hash;
	double total, self;
	uint64_t last_sample;
};

struct node {
	size_t parent;
	size_t function;
	size_t last_child, older_sibling;
	int64_t total;
};

struct table {
	size_t *slots; /* index + 1, or 0 */
	size_t mask;
};

struct profile {
	struct function *functions;
	size_t n_functions, functions_room;
	struct node *nodes; /* the first one is above all stacks */
	size_t n_nodes, nodes_room;
	struct table by_name, by_parent;
	uint64_t samples;
};

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static uint64_t mix(uint64_t h)
{
	h ^= h >> 32;
	h *= UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 32;
}

static uint64_t hash_of_name(const char *name, size_t len)
{
	uint64_t h = len;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * UINT64_C(0x100000001b3);
	return mix(h);
}

static uint64_t hash_of_node(size_t parent, size_t function)
{
	return mix((uint64_t)parent * UINT64_C(0x9e3779b97f4a7c15) + function);
}

static size_t *function_slot(const struct profile *p, const char *name, size_t len, uint64_t hash)
{
	size_t i = (size_t)hash & p->by_name.mask;

	for (; p->by_name.slots[i]; i = (i + 1) & p->by_name.mask) {
		const struct function *f = &p->functions[p->by_name.slots[i] - 1];

		if (f->hash == hash && f->len == len && !memcmp(f->name, name, len))
			break;
	}
	return &p->by_name.slots[i];
}

static size_t *node_slot(const struct profile *p, size_t parent, size_t function)
{
	size_t i = (size_t)hash_of_node(parent, function) & p->by_parent.mask;

	for (; p->by_parent.slots[i]; i = (i + 1) & p->by_parent.mask) {
		const struct node *node = &p->nodes[p->by_parent.slots[i] - 1];

		if (node->parent == parent && node->function == function)
			break;
	}
	return &p->by_parent.slots[i];
}

static void renew(struct table *t, size_t slots)
{
	free(t->slots);
	t->slots = need(calloc(slots, sizeof(*t->slots)));
	t->mask = slots - 1;
}

static size_t function_of(struct profile *p, const char *name, size_t len)
{
	uint64_t hash = hash_of_name(name, len);
	size_t *slot = function_slot(p, name, len, hash);
	struct function *f;

	if (*slot)
		return *slot - 1;
	if (p->n_functions == p->functions_room) {
		p->functions_room *= 2;
		p->functions = need(realloc(p->functions, p->functions_room * sizeof(*p->functions)));
		renew(&p->by_name, 2 * p->functions_room);
		for (size_t i = 0; i < p->n_functions; i++) {
			f = &p->functions[i];
			*function_slot(p, f->name, f->len, f->hash) = i + 1;
		}
		slot = function_slot(p, name, len, hash);
	}
	f = &p->functions[p->n_functions++];
	*f = (struct function){ .name = need(malloc(len + 1)), .len = len, .hash = hash };
	memcpy(f->name, name, len);
	f->name[len] = '\0';
	return (*slot = p->n_functions) - 1;
}

static size_t child_of(struct profile *p, size_t parent, size_t function)
{
	size_t *slot = node_slot(p, parent, function);

	if (*slot)
		return *slot - 1;
	if (p->n_nodes == p->nodes_room) {
		p->nodes_room *= 2;
		p->nodes = need(realloc(p->nodes, p->nodes_room * sizeof(*p->nodes)));
		renew(&p->by_parent, 2 * p->nodes_room);
		for (size_t i = 1; i < p->n_nodes; i++)
			*node_slot(p, p->nodes[i].parent, p->nodes[i].function) = i + 1;
		slot = node_slot(p, parent, function);
	}
	p->nodes[p->n_nodes] = (struct node){ parent, function, NONE, p->nodes[parent].last_child, 0 };
	p->nodes[parent].last_child = p->n_nodes;
	*slot = ++p->n_nodes;
	return *slot - 1;
}

struct profile *profile_create(void)
{
	struct profile *p = need(calloc(1, sizeof(*p)));

	p->functions_room = p->nodes_room = 8;
	p->functions = need(malloc(p->functions_room * sizeof(*p->functions)));
	p->nodes = need(malloc(p->nodes_room * sizeof(*p->nodes)));
	p->nodes[0] = (struct node){ NONE, NONE, NONE, NONE, 0 };
	p->n_nodes = 1;
	renew(&p->by_name, 16);
	renew(&p->by_parent, 16);
	return p;
}

void profile_add(struct profile *p, const char *stack, int64_t weight)
{
	size_t node = 0;

	if (!*stack)
		return;
	p->samples++;
	for (;;) {
		size_t len = strcspn(stack, ";");
		size_t i = function_of(p, stack, len);
		struct function *f = &p->functions[i];

		if (f->last_sample != p->samples)
			f->total += (double)weight;
		f->last_sample = p->samples;
		node = child_of(p, node, i);
		p->nodes[node].total += weight;
		if (!stack[len]) {
			f->self += (double)weight;
			return;
		}
		stack += len + 1;
	}
}

size_t profile_count(struct profile *p)
{
	return p->n_functions;
}

struct function_time profile_get(struct profile *p, size_t i)
{
	const struct function *f = &p->functions[i];

	return (struct function_time){ f->name, (int64_t)f->total, (int64_t)f->self };
}

/* The children come from the newest to the oldest one, which wins when they are equal. */
static size_t hottest_child(const struct profile *p, size_t parent)
{
	size_t best = NONE;

	for (size_t i = p->nodes[parent].last_child; i != NONE; i = p->nodes[i].older_sibling)
		if (best == NONE || p->nodes[i].total >= p->nodes[best].total)
			best = i;
	return best;
}

char *profile_hottest(struct profile *p)
{
	char *path = NULL;
	size_t len = 0, room = 0;

	for (size_t node = hottest_child(p, 0); node != NONE; node = hottest_child(p, node)) {
		const struct function *f = &p->functions[p->nodes[node].function];

		if (len + f->len + 1 > room) {
			room = 2 * (len + f->len + 1);
			path = need(realloc(path, room));
		}
		memcpy(path + len, f->name, f->len);
		len += f->len;
		path[len++] = ';';
	}
	if (!len)
		return need(calloc(1, 1));
	path[len - 1] = '\0';
	return path;
}

void profile_free(struct profile *p)
{
	for (size_t i = 0; i < p->n_functions; i++)
		free(p->functions[i].name);
	free(p->functions);
	free(p->nodes);
	free(p->by_name.slots);
	free(p->by_parent.slots);
	free(p);
}
