/*
 * cost_graph: the text that cost_pass rewrites, as a graph of its instructions and labels, and what its files share.
 *
 *   cost_graph.c  reads the text: what goes on where, and what is strange about it
 *   cost_pass.c   decides where ticks stand and how much they take
 *   cost_write.c  writes the text with its ticks, and the object with the counter
 */
#ifndef JUDGE_RUNNERS_COST_GRAPH_H
#define JUDGE_RUNNERS_COST_GRAPH_H

#include "runners/assembly.h"
#include "runners/cost_pass.h"

#define COST_GRAPH_NONE      UINT32_MAX /* no node */
#define COST_GRAPH_FILES_MAX 256

enum cost_node_kind {
	NODE_LABEL,
	NODE_PLAIN,
	NODE_TICK,      /* a call of the callback */
	NODE_LAST_TICK, /* … as the last thing that a function does */
	NODE_CALL,
	NODE_BRANCH,   /* may jump to `target` */
	NODE_JUMP,     /* jumps there */
	NODE_INDIRECT, /* jumps anywhere */
	NODE_END,      /* returns or traps */
};

enum {
	/* What the text says. */
	FLAG_ENTRY = 1,  /* may be called */
	FLAG_LEAVES = 2, /* a jump out of the function: a call for its last act */
	FLAG_REPEATS = 4,
	/* What is put in. */
	FLAG_TICK = 8, /* gets a tick of ours: behind a label, before anything else */
	FLAG_TICK_AFTER = 16,
	/* The search's own. */
	FLAG_GREY = 32, /* in its path */
	FLAG_BLACK = 64,
	FLAG_CALLS = 128, /* a call can be reached from here without a tick */
};

struct cost_node {
	uint32_t offset; /* of its line */
	uint32_t name;   /* offset and length of a label's own name, or of that of a jump's or call's target */
	uint32_t name_len;
	uint32_t next;   /* where it falls through to */
	uint32_t target; /* where it jumps to, if that is in this text */
	uint32_t line;
	uint32_t weight; /* of a tick */
	uint16_t file;
	uint8_t kind;
	uint8_t flags;
};

struct cost_graph {
	struct slice text;
	struct cost_node *nodes; /* in the order of the text */
	uint32_t n_nodes;
	const uint32_t *hub; /* the labels to which a jump through a register may go, some of them more than once */
	uint32_t n_hub;
	struct slice files[COST_GRAPH_FILES_MAX]; /* by the numbers that a .loc gives them */
	struct cost_facts *facts;                 /* the caller's; findings go there */
	struct {
		struct buf nodes, hub;
	} memory; /* private: what the above points into */
};

/*
 * Reads the text, which must live as long as the graph; `counter` as of cost_pass. Whatever the text is, what comes out
 * is a graph: what cannot be followed is a finding. -EMSGSIZE over COST_NODES_MAX; -ENOMEM. *out need not be
 * initialised, and is the caller's to clear after success.
 */
int cost_graph_read(struct slice text, const char *counter, struct cost_facts *facts, struct cost_graph *out,
		    struct err *e) must_check;
void cost_graph_clear(struct cost_graph *g);

/* Counts a finding at a line of the source, and keeps it where there is room. One of a kind is enough for a line. */
void cost_graph_find(struct cost_graph *g, enum cost_finding_kind kind, uint32_t file, uint32_t line);

/* Appends the text with its ticks and charges, and counts them in the facts. `counter`, `profile` as of cost_pass. */
int cost_graph_write(const struct cost_graph *g, const char *counter, struct cost_profile *profile, struct buf *out,
		     struct err *e) must_check;

/* Is it a name as cost_pass wants one for a counter? -EINVAL. */
int cost_graph_check_counter(const char *counter, struct err *e) must_check;

#endif
