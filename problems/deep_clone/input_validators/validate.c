/*
 * validate: is standard input a test of deep_clone? At least one graph; what the lines mean stands in include/driver.c.
 */
#include "validate.h"

#define NODES_MAX  (1 << 20) /* of all graphs together */
#define EDGES_MAX  (1 << 21)
#define GRAPHS_MAX 100000

static int64_t nodes, edges;

static int64_t next_number(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static void check_node(int64_t n)
{
	int64_t neighbors;

	read_number(INT32_MIN, INT32_MAX);
	neighbors = next_number(0, EDGES_MAX);
	edges += neighbors;
	must(edges <= EDGES_MAX, "more than 2097152 edges in all graphs");
	for (int64_t i = 0; i < neighbors; i++)
		next_number(1, n);
	read_newline();
}

static void check_graph(void)
{
	int64_t n = read_number(0, NODES_MAX);

	nodes += n;
	must(nodes <= NODES_MAX, "more than 1048576 nodes in all graphs");
	if (n)
		next_number(1, n);
	read_newline();
	for (int64_t i = 0; i < n; i++)
		check_node(n);
}

int main(void)
{
	must(!at_end(), "at least one graph expected");
	for (long graphs = 1; !at_end(); graphs++) {
		must(graphs <= GRAPHS_MAX, "more than 100000 graphs");
		check_graph();
	}
	valid_at_end();
}
