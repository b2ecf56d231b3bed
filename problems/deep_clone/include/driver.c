/*
 * driver: plays one test of deep_clone.
 *
 * An input is a list of graphs: a line with the number of nodes and the node to start from, then for each node a line
 * with its value, the number of its neighbours, and these, as numbers from 1. A line with 0 alone is the call with
 * NULL.
 *
 * For each graph the nodes of the clone are written in the order in which a breadth-first search finds them, each with
 * its value and the numbers of its neighbours; for a large one only how many there are and a fingerprint of all that.
 * Then the clone is freed, block by block.
 *
 * Nothing that the candidate returned is trusted further than the original allows: a clone never has more nodes or
 * edges than it, and no pointer into it. What remains is a pointer that leads nowhere, and the crash is its maker's.
 */
#include "driver.h"
#include "deep_clone.h"

#define NODES_MAX   (1 << 20)
#define EDGES_MAX   (1 << 21)
#define WRITTEN_MAX 1000 /* nodes; larger clones are written as a fingerprint */

static struct Node *(*clone_graph)(struct Node *s);

const struct driver_function driver_functions[] = {
	{ "cloneGraph", (void **)&clone_graph },
	{ NULL, NULL },
};

/* Where every second node without neighbours has them; nobody reads or writes it. */
static struct Node *no_neighbors[1];

/* The original. All other arrays of neighbours lie in one block of pointers. */
static struct {
	struct Node *nodes;
	struct Node **edges;
	size_t n_nodes, n_edges;
	size_t nodes_room, edges_room;
	size_t reached_nodes, reached_edges; /* from the start */
	uint32_t *queue;
	bool *seen;
} original;

/* The nodes of the clone in the order in which they are found. */
static struct {
	struct Node **nodes;
	size_t n, edges;
	uint64_t fingerprint;
	uint32_t *table; /* by address: position in `nodes` + 1, or 0 */
	size_t mask;
	size_t nodes_room, table_room;
} found;

/* ---- the original ------------------------------------------------------------------------------------------------ */

static int64_t read_number(int64_t min, int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < min || v > max)
		driver_bad_input(what);
	return v;
}

static void make_room(size_t nodes)
{
	if (nodes > original.nodes_room) {
		original.nodes_room = nodes < 1024 ? 1024 : nodes;
		original.nodes = driver_alloc(original.nodes_room, sizeof(*original.nodes));
		original.queue = driver_alloc(original.nodes_room, sizeof(*original.queue));
		original.seen = driver_alloc(original.nodes_room, sizeof(*original.seen));
	}
	if (!original.edges) {
		original.edges_room = 1024;
		original.edges = driver_alloc(original.edges_room, sizeof(struct Node *));
	}
}

static void make_room_for_edges(size_t more)
{
	struct Node **kept = original.edges;

	if (original.n_edges + more <= original.edges_room)
		return;
	original.edges_room = 2 * (original.n_edges + more);
	original.edges = driver_alloc(original.edges_room, sizeof(struct Node *));
	memcpy(original.edges, kept, original.n_edges * sizeof(struct Node *));
}

static void read_node(struct Node *node)
{
	node->val = (int)read_number(INT_MIN, INT_MAX, "a value");
	node->numNeighbors = (int)read_number(0, EDGES_MAX, "a number of neighbours");
	make_room_for_edges((size_t)node->numNeighbors);
	for (int i = 0; i < node->numNeighbors; i++) {
		int64_t to = read_number(1, (int64_t)original.n_nodes, "the number of a node");

		original.edges[original.n_edges++] = &original.nodes[to - 1];
	}
}

/* Returns the start; NULL for the empty graph. */
static struct Node *read_graph(void)
{
	size_t start, at = 0;

	original.n_nodes = (size_t)read_number(0, NODES_MAX, "a number of nodes");
	original.n_edges = 0;
	make_room(original.n_nodes);
	if (!original.n_nodes)
		return NULL;
	start = (size_t)read_number(1, (int64_t)original.n_nodes, "the node to start from");
	for (size_t i = 0; i < original.n_nodes; i++)
		read_node(&original.nodes[i]);
	/* Only now the edges lie where they stay. */
	for (size_t i = 0; i < original.n_nodes; i++) {
		struct Node *node = &original.nodes[i];

		node->neighbors = node->numNeighbors ? &original.edges[at] : i % 2 ? no_neighbors : NULL;
		at += (size_t)node->numNeighbors;
	}
	return &original.nodes[start - 1];
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t fingerprint_of_original(void)
{
	uint64_t h = 1;

	for (size_t i = 0; i < original.n_nodes; i++) {
		h = mix(h, (uint64_t)(uint32_t)original.nodes[i].val << 32 | (uint32_t)original.nodes[i].numNeighbors);
		h = mix(h, (uintptr_t)original.nodes[i].neighbors);
	}
	for (size_t i = 0; i < original.n_edges; i++)
		h = mix(h, (uintptr_t)original.edges[i]);
	return h;
}

static void reach(const struct Node *node)
{
	size_t i = (size_t)(node - original.nodes);

	if (original.seen[i])
		return;
	original.seen[i] = true;
	original.queue[original.reached_nodes++] = (uint32_t)i;
}

/* How large the clone has to be. */
static void search_original(const struct Node *start)
{
	memset(original.seen, 0, original.n_nodes * sizeof(*original.seen));
	original.reached_nodes = original.reached_edges = 0;
	reach(start);
	for (size_t i = 0; i < original.reached_nodes; i++) {
		const struct Node *node = &original.nodes[original.queue[i]];

		for (int j = 0; j < node->numNeighbors; j++)
			reach(node->neighbors[j]);
		original.reached_edges += (size_t)node->numNeighbors;
	}
}

/* ---- what is found ----------------------------------------------------------------------------------------------- */

static void begin_search(size_t nodes)
{
	size_t slots = 64;

	while (slots < 2 * nodes)
		slots *= 2;
	if (nodes > found.nodes_room) {
		found.nodes_room = nodes < 1024 ? 1024 : nodes;
		found.nodes = driver_alloc(found.nodes_room, sizeof(struct Node *));
	}
	if (slots > found.table_room) {
		found.table_room = slots;
		found.table = driver_alloc(slots, sizeof(*found.table));
	}
	memset(found.table, 0, slots * sizeof(*found.table));
	found.mask = slots - 1;
	found.n = found.edges = 0;
	found.fingerprint = 1;
}

/* The slot of the node, or the empty one where it would go. */
static uint32_t *slot_of(const struct Node *node)
{
	size_t i = (size_t)(mix(1, (uintptr_t)node) >> 7) & found.mask;

	while (found.table[i] && found.nodes[found.table[i] - 1] != node)
		i = (i + 1) & found.mask;
	return &found.table[i];
}

static uint32_t position_of(const struct Node *node)
{
	return *slot_of(node);
}

static bool lies_in(const void *p, const void *block, size_t bytes)
{
	return (uintptr_t)p >= (uintptr_t)block && (uintptr_t)p < (uintptr_t)block + bytes;
}

static bool is_of_original(const void *p)
{
	return lies_in(p, original.nodes, original.n_nodes * sizeof(*original.nodes)) ||
	       lies_in(p, original.edges, original.n_edges * sizeof(struct Node *)) || p == no_neighbors;
}

static void find_clone(struct Node *node)
{
	uint32_t *slot;

	if (!node)
		driver_complain("a neighbour in the clone is NULL");
	if (is_of_original(node))
		driver_complain("the clone leads back into the original");
	if ((uintptr_t)node % _Alignof(struct Node))
		driver_complain("a pointer in the clone does not point to a node");
	slot = slot_of(node);
	if (!*slot) {
		if (found.n == original.reached_nodes)
			driver_complain("the clone has more nodes than what it was made of: "
					"what is shared there must be shared in it");
		found.nodes[found.n++] = node;
		*slot = (uint32_t)found.n;
	}
	found.fingerprint = mix(found.fingerprint, *slot);
}

static void search_neighbors(const struct Node *node)
{
	if (node->numNeighbors < 0)
		driver_complain("numNeighbors of a node of the clone is negative");
	if ((size_t)node->numNeighbors > original.reached_edges - found.edges)
		driver_complain("the clone has more edges than what it was made of");
	if (!node->neighbors && node->numNeighbors)
		driver_complain("neighbors of a node of the clone is NULL although it has some");
	if (is_of_original(node->neighbors))
		driver_complain("an array of neighbors in the clone is one of the original");
	if ((uintptr_t)node->neighbors % _Alignof(struct Node *))
		driver_complain("neighbors of a node of the clone does not point to an array of pointers");
	found.fingerprint = mix(found.fingerprint, (uint64_t)(uint32_t)node->val << 32 | (uint32_t)node->numNeighbors);
	for (int i = 0; i < node->numNeighbors; i++)
		find_clone(node->neighbors[i]);
	found.edges += (size_t)node->numNeighbors;
}

static void search_clone(struct Node *clone)
{
	begin_search(original.reached_nodes);
	find_clone(clone);
	for (size_t i = 0; i < found.n; i++)
		search_neighbors(found.nodes[i]);
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

static void write_node(const struct Node *node)
{
	driver_write_i64(node->val);
	driver_write_char(':');
	for (int i = 0; i < node->numNeighbors; i++) {
		driver_write_char(' ');
		driver_write_i64(position_of(node->neighbors[i]));
	}
	driver_write_char('\n');
}

static void write_fingerprint(void)
{
	driver_write_str("edges ");
	driver_write_i64((int64_t)found.edges);
	driver_write_str(" fingerprint ");
	driver_write_i64((int64_t)(found.fingerprint >> 1));
	driver_write_char('\n');
}

static void write_clone(void)
{
	driver_write_str("nodes ");
	driver_write_i64((int64_t)found.n);
	driver_write_char('\n');
	if (found.n > WRITTEN_MAX)
		write_fingerprint();
	else
		for (size_t i = 0; i < found.n; i++)
			write_node(found.nodes[i]);
}

/* An array that belongs to two nodes would be freed twice; a mark in it shows that it was met before. */
static void free_clone(void)
{
	static struct Node mark;

	for (size_t i = 0; i < found.n; i++) {
		struct Node *node = found.nodes[i];

		if (!node->numNeighbors)
			continue;
		if (node->neighbors[0] == &mark)
			driver_complain("two nodes of the clone share one array of neighbors");
		node->neighbors[0] = &mark;
	}
	for (size_t i = 0; i < found.n; i++) {
		free(found.nodes[i]->neighbors);
		free(found.nodes[i]);
	}
}

static void play_graph(void)
{
	struct Node *start = read_graph(), *clone;
	uint64_t before = fingerprint_of_original();

	clone = clone_graph(start);
	if (fingerprint_of_original() != before)
		driver_complain("the original is not what it was before the call");
	if (clone && !start)
		driver_complain("the clone of NULL is not NULL");
	if (!clone) {
		driver_write_str("NULL\n");
		return;
	}
	search_original(start);
	search_clone(clone);
	write_clone();
	free_clone();
}

void driver_run(void)
{
	while (!driver_at_end())
		play_graph();
}
