/*
 * validate: is standard input a test of task_dijkstra? What the lines mean stands in include/driver.c. Ends of edges
 * and sources may lie outside the graph: that is an error that the function has to report.
 */
#include "validate.h"

#define TASKS_MAX (1 << 20) /* of all calls of a test together */
#define EDGES_MAX 300000
#define CALLS_MAX 100000

static void check_edge(void)
{
	read_number(0, UINT32_MAX);
	read_blank();
	read_number(0, UINT32_MAX);
	read_blank();
	read_number(0, UINT32_MAX);
	read_newline();
}

int main(void)
{
	int64_t calls = 0, tasks = 0, edges = 0;

	do {
		int64_t n;

		must(++calls <= CALLS_MAX, "more than 100000 calls");
		tasks += read_number(0, TASKS_MAX);
		must(tasks <= TASKS_MAX, "more than 1048576 tasks in all calls together");
		read_blank();
		n = read_number(0, EDGES_MAX);
		edges += n;
		must(edges <= EDGES_MAX, "more than 300000 edges in all calls together");
		read_blank();
		read_number(0, INT64_MAX);
		read_newline();
		while (n-- > 0)
			check_edge();
	} while (!at_end());
	valid_at_end();
}
