/*
 * cost_pass: ticks in place of gcc's callbacks, and a proof that they are enough.
 *
 * The text becomes a graph (cost_graph.h). Ticks are taken out of it, and the rest is searched depth first: where an
 * edge leads back, its target gets a tick, after which no cycle is left (each cycle has an edge that leads back). The
 * same search tells from where a call can be reached without a tick. Jumps through a register all go through one node,
 * so that the search stays linear in the text. Then ticks are merged, and what is left is searched again.
 *
 * The text is a stranger's. What it stops: work that counts nothing by accident or by simple means. What it cannot: a
 * program that writes instructions through its names, or finds the counter at run time, counts what it likes; therefore
 * counts are compared with the CPU time that is measured from outside.
 */
#include "runners/cost_graph.h"
#include "runners/cost_merge.h"

#include <errno.h>
#include <string.h>

_Static_assert(COST_GRAPH_NONE == COST_MERGE_NONE, "graph and merging differ in what no node is");

struct frame {
	uint32_t node;
	uint32_t step;
};

struct pass {
	struct cost_graph graph;
	struct buf path; /* struct frame: the search's */
	bool hub_grey, hub_black, hub_calls;
};

/* ---- the search -------------------------------------------------------------------------------------------------- */

/* The node that stands for "any label whose address is taken" has the number behind the last. */
static bool is_hub(const struct pass *p, uint32_t node)
{
	return node == p->graph.n_nodes;
}

static bool stops_here(const struct cost_node *n)
{
	return n->weight || (n->flags & FLAG_TICK);
}

/* The edge number `step` of a node; COST_GRAPH_NONE: there is none, *more says whether there may be later ones. */
static uint32_t edge(const struct pass *p, uint32_t node, uint32_t step, bool *more)
{
	const struct cost_node *n = &p->graph.nodes[node];

	if (is_hub(p, node)) {
		*more = step < p->graph.n_hub;
		return *more ? p->graph.hub[step] : COST_GRAPH_NONE;
	}
	*more = step < 2 && !stops_here(n);
	if (!*more)
		return COST_GRAPH_NONE;
	if (n->kind == NODE_INDIRECT)
		return step == 0 ? p->graph.n_nodes : COST_GRAPH_NONE;
	return step == 0 ? n->next : n->target;
}

static bool is_grey(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_grey : p->graph.nodes[node].flags & FLAG_GREY;
}

static bool is_black(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_black : p->graph.nodes[node].flags & FLAG_BLACK;
}

static bool calls(const struct pass *p, uint32_t node)
{
	return is_hub(p, node) ? p->hub_calls : p->graph.nodes[node].flags & FLAG_CALLS;
}

static void note_calls(struct pass *p, uint32_t node)
{
	if (is_hub(p, node))
		p->hub_calls = true;
	else if (!stops_here(&p->graph.nodes[node]))
		p->graph.nodes[node].flags |= FLAG_CALLS;
}

static void enter(struct pass *p, uint32_t node)
{
	const struct frame f = { node, 0 };
	struct cost_node *n = &p->graph.nodes[node];

	buf_append(&p->path, &f, sizeof(f));
	if (is_hub(p, node)) {
		p->hub_grey = true;
		return;
	}
	n->flags |= FLAG_GREY;
	if (n->kind == NODE_CALL || n->kind == NODE_INDIRECT || (n->flags & FLAG_LEAVES))
		note_calls(p, node);
}

static void leave(struct pass *p, uint32_t node)
{
	p->path.len -= sizeof(struct frame);
	if (is_hub(p, node)) {
		p->hub_grey = false;
		p->hub_black = true;
		return;
	}
	p->graph.nodes[node].flags &= (uint8_t)~FLAG_GREY;
	p->graph.nodes[node].flags |= FLAG_BLACK;
}

/* An edge that leads back: a cycle without a tick. The hub is no place in the text; who jumps there gets the tick. */
static void break_cycle(struct pass *p, uint32_t from, uint32_t to)
{
	struct cost_node *n = &p->graph.nodes[is_hub(p, to) ? from : to];

	if (n->flags & FLAG_TICK)
		return;
	n->flags |= FLAG_TICK;
	cost_graph_find(&p->graph, COST_FINDING_LOOP, n->file, n->line);
}

static void search_from(struct pass *p, uint32_t start)
{
	enter(p, start);
	while (p->path.len && !p->path.failed) {
		struct frame *top = (struct frame *)(void *)(p->path.data + p->path.len - sizeof(*top));
		uint32_t node = top->node, to;
		bool more;

		to = edge(p, node, top->step++, &more);
		if (to != COST_GRAPH_NONE && is_grey(p, to))
			break_cycle(p, node, to);
		else if (to != COST_GRAPH_NONE && !is_black(p, to))
			enter(p, to);
		else if (to != COST_GRAPH_NONE && calls(p, to))
			note_calls(p, node);
		else if (!more) {
			leave(p, node);
			if (p->path.len && calls(p, node))
				note_calls(p, top[-1].node);
		}
	}
}

static int search(struct pass *p, struct err *e)
{
	for (uint32_t i = 0; i < p->graph.n_nodes; i++) {
		if (!is_black(p, i))
			search_from(p, i);
	}
	for (uint32_t i = 0; i < p->graph.n_nodes; i++) {
		struct cost_node *n = &p->graph.nodes[i];

		if (!(n->flags & FLAG_ENTRY) || !(n->flags & FLAG_CALLS) || stops_here(n))
			continue;
		n->flags |= FLAG_TICK;
		cost_graph_find(&p->graph, COST_FINDING_ENTRY, n->file, n->line);
	}
	return buf_error(&p->path, "the search for loops", e);
}

/* ---- fewer ticks ------------------------------------------------------------------------------------------------- */

/* Where somebody may look at what has been counted, or come from where, or go to where, this text does not say. */
static bool is_still(const struct cost_node *n)
{
	return n->kind == NODE_CALL || n->kind == NODE_INDIRECT || n->kind == NODE_END ||
	       (n->flags & (FLAG_ENTRY | FLAG_LEAVES | FLAG_TICK | FLAG_TICK_AFTER | FLAG_REPEATS));
}

static int merge_weights(struct pass *p, struct buf *places, struct err *e)
{
	uint32_t n = p->graph.n_nodes;
	struct cost_place *place;
	int r;

	for (const struct cost_node *i = p->graph.nodes, *end = i + n; i < end; i++)
		buf_append(places, &(struct cost_place){ i->next, i->target, i->weight, is_still(i) }, sizeof(*place));
	if ((r = buf_error(places, "places", e)) < 0)
		return r;
	place = (struct cost_place *)(void *)places->data;
	if ((r = cost_merge(place, n, e)) < 0)
		return r;
	for (uint32_t i = 0; i < n; i++)
		p->graph.nodes[i].weight = place[i].weight;
	return 0;
}

/*
 * A text that may not be what it looks like is left alone, and where functions are told apart each keeps its own ticks.
 * The search that follows finds nothing, since no cycle and no way to a call has lost what it counts; it is there so
 * that the promise does not rest on an argument.
 */
static int merge(struct pass *p, const struct cost_profile *profile, struct err *e)
{
	cleanup_buf struct buf places;
	int r;

	buf_init(&places, COST_NODES_MAX * sizeof(struct cost_place));
	if (profile || p->graph.facts->escapes)
		return 0;
	if ((r = merge_weights(p, &places, e)) < 0)
		return r;
	for (uint32_t i = 0; i < p->graph.n_nodes; i++)
		p->graph.nodes[i].flags &= (uint8_t) ~(FLAG_BLACK | FLAG_CALLS);
	p->hub_black = p->hub_calls = false;
	return search(p, e);
}

/* ---- outside ----------------------------------------------------------------------------------------------------- */

int cost_pass_supported(const char *toolchain_name, struct err *e)
{
#if defined(__x86_64__)
	/* For clang see cost_clang.h. */
	if (!strncmp(toolchain_name, "gcc ", 4) || !strncmp(toolchain_name, "clang ", 6))
		return 0;
	return err_set(e, -ENOTSUP, "steps are counted in what gcc or clang compiles, and this is %s", toolchain_name);
#else
	(void)toolchain_name;
	return err_set(e, -ENOTSUP, "steps are counted on x86-64 only");
#endif
}

int cost_pass(const char *text, size_t len, const char *counter, struct cost_profile *profile, struct buf *out,
	      struct cost_facts *facts, struct err *e)
{
	struct cost_facts found = { .ticks = 0 };
	struct pass p = { .graph = { .n_nodes = 0 } };
	int r = cost_graph_check_counter(counter, e);

	if (r < 0)
		return r;
	if (len > COST_TEXT_MAX)
		return err_set(e, -EMSGSIZE, "%zu bytes of assembler text, at most %u are counted", len,
			       (unsigned)COST_TEXT_MAX);
	if ((r = cost_graph_read((struct slice){ text, len }, counter, &found, &p.graph, e)) < 0)
		return r;
	buf_init(&p.path, (COST_NODES_MAX + 1) * sizeof(struct frame));
	if (profile && !profile->n)
		profile->n = 1;
	if ((r = search(&p, e)) == 0 && (r = merge(&p, profile, e)) == 0)
		r = cost_graph_write(&p.graph, counter, profile, out, e);
	buf_clear(&p.path);
	cost_graph_clear(&p.graph);
	if (r == 0)
		*facts = found;
	return r;
}
