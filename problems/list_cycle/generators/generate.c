/*
 * generate: prints one test of list_cycle.
 *
 *	list N ENTRY VALUES SEED   one list of N nodes, the last of which leads to node ENTRY, -1 for none
 *	all MAX VALUES SEED        every list of 0 to MAX nodes: without a cycle, and with one that begins at each node
 *	small COUNT VALUES SEED    COUNT lists of 0 to 9 nodes, about a third of them without a cycle
 *	medium COUNT VALUES SEED   COUNT lists of 10 to 400 nodes, likewise
 *	part N EIGHTHS VALUES SEED one list of N nodes; its cycle begins after so many eighths of it; 8 is a node
 *	                           that leads to itself, -1 no cycle
 *
 * VALUES says what is in the nodes:
 *
 *	same      one value in all of them
 *	few       one of three values
 *	rising    neighbours
 *	repeat    a pattern of 7 values again and again, as if the list went round
 *	random    any int
 */
#include "generate.h"

#define NODES_MAX (INT64_C(1) << 21)

struct values {
	enum { SAME, FEW, RISING, REPEAT, RANDOM, N_VALUES } kind;
	struct random random;
};

static struct values values_of(struct arguments *a)
{
	static const char *const NAMES[N_VALUES] = { "same", "few", "rising", "repeat", "random" };
	const char *name = argument_word(a, "VALUES");
	struct values v = { N_VALUES, random_seeded(0) };

	for (int kind = 0; kind < N_VALUES; kind++)
		if (!strcmp(name, NAMES[kind]))
			v.kind = kind;
	if (v.kind == N_VALUES)
		bad_argument("VALUES", name);
	v.random = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	return v;
}

static int64_t value(struct values *v, int64_t i)
{
	switch (v->kind) {
	case SAME:
		return 7;
	case FEW:
		return (int64_t)random_below(&v->random, 3) - 1;
	case RISING:
		return i - 50;
	case REPEAT:
		return i % 7;
	default:
		return random_between(&v->random, INT32_MIN, INT32_MAX);
	}
}

static void print_list(struct values *v, int64_t n, int64_t entry)
{
	print_number(n);
	putchar(' ');
	print_number(entry);
	putchar('\n');
	for (int64_t i = 0; i < n; i++) {
		if (i)
			putchar(' ');
		print_number(value(v, i));
	}
	if (n)
		putchar('\n');
}

static void print_all(struct values *v, int64_t max)
{
	for (int64_t n = 0; n <= max; n++)
		for (int64_t entry = -1; entry < n; entry++)
			print_list(v, n, entry);
}

static void print_some(struct values *v, int64_t count, int64_t min, int64_t max)
{
	for (int64_t k = 0; k < count; k++) {
		int64_t n = random_between(&v->random, min, max);
		int64_t entry = n ? random_between(&v->random, 0, n - 1) : -1;

		if (random_below(&v->random, 3) == 0)
			entry = -1;
		print_list(v, n, entry);
	}
}

static void print_part(struct values *v, int64_t n, int64_t eighths)
{
	print_list(v, n, eighths == 8 ? n - 1 : eighths < 0 ? -1 : n * eighths / 8);
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");
	int64_t first, second = 0;
	struct values v;

	if (!strcmp(mode, "list")) {
		first = argument_number(&a, "N", 1, NODES_MAX);
		second = argument_number(&a, "ENTRY", -1, first - 1);
		v = values_of(&a);
		print_list(&v, first, second);
	} else if (!strcmp(mode, "all")) {
		first = argument_number(&a, "MAX", 0, 60);
		v = values_of(&a);
		print_all(&v, first);
	} else if (!strcmp(mode, "small")) {
		first = argument_number(&a, "COUNT", 1, 100000);
		v = values_of(&a);
		print_some(&v, first, 0, 9);
	} else if (!strcmp(mode, "medium")) {
		first = argument_number(&a, "COUNT", 1, 5000);
		v = values_of(&a);
		print_some(&v, first, 10, 400);
	} else if (!strcmp(mode, "part")) {
		first = argument_number(&a, "N", 1, NODES_MAX);
		second = argument_number(&a, "EIGHTHS", -1, 8);
		v = values_of(&a);
		print_part(&v, first, second);
	} else {
		bad_argument("one of list, all, small, medium, part", mode);
	}
	return generated(&a);
}
