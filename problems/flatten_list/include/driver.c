/*
 * driver: plays one test of flatten_list.
 *
 * An input is a list of structures, one a line, each written as [1 [2 3] [] 4] or as one number. For each of them the
 * numbers that the function returned are written on a line, behind their count and a colon.
 *
 * Structures are a million lists deep, so nothing here calls itself. What a member means nothing in is filled with what
 * misleads: a number has items, a list has a value, and an empty list now leads to NULL, now to an item. Behind the
 * items of each list stands one that belongs to nobody.
 */
#include "driver.h"
#include "flatten_list.h"

#define NODES_MAX (1 << 20)

static int *(*flatten_list)(const struct nested *root, size_t *count);

const struct driver_function driver_functions[] = {
	{ "flatten_list", (void **)&flatten_list },
	{ NULL, NULL },
};

/* One structure as it was read, each item before its own items. Rooms are for the largest so far. */
static struct {
	bool *is_list;
	int *value;
	uint32_t *parent; /* of the first: 0 */
	uint32_t *count;
	uint32_t *first; /* where its items stand */
	size_t n, numbers, lists;
	size_t room;
	struct nested *nodes;
	size_t nodes_room, nodes_used;
} tree;

static struct nested decoy = { .value = 77777777 };

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void *grown(void *old, size_t size)
{
	char *p = driver_alloc(2 * tree.room, size);

	if (tree.n)
		memcpy(p, old, tree.n * size);
	return p;
}

static void make_room(void)
{
	if (tree.n < tree.room)
		return;
	if (tree.n == NODES_MAX)
		driver_bad_input("a structure of at most 1048576 items");
	if (!tree.room)
		tree.room = 512;
	tree.is_list = grown(tree.is_list, sizeof(*tree.is_list));
	tree.value = grown(tree.value, sizeof(*tree.value));
	tree.parent = grown(tree.parent, sizeof(*tree.parent));
	tree.count = grown(tree.count, sizeof(*tree.count));
	tree.first = grown(tree.first, sizeof(*tree.first));
	tree.room *= 2;
}

static uint32_t add_item(uint32_t parent, bool is_list, int value)
{
	make_room();
	if (tree.n)
		tree.count[parent]++;
	tree.is_list[tree.n] = is_list;
	tree.value[tree.n] = value;
	tree.parent[tree.n] = parent;
	tree.count[tree.n] = 0;
	tree.numbers += !is_list;
	tree.lists += is_list;
	return (uint32_t)tree.n++;
}

/* The line ends with a newline, so that strtol ends as well. */
static const char *read_number(const char *p, uint32_t parent)
{
	char *end;
	long v = strtol(p, &end, 10);

	if (end == p || v < INT_MIN || v > INT_MAX)
		driver_bad_input("a number from -2147483648 to 2147483647, [ or ]");
	add_item(parent, false, (int)v);
	return end;
}

static void read_line(void)
{
	size_t len, open = 0;
	const char *p = driver_read_line(&len), *end = p + len;
	uint32_t parent = 0;

	tree.n = tree.numbers = tree.lists = 0;
	while (p < end) {
		if (tree.n && !open && *p != ' ')
			driver_bad_input("one list or one number a line");
		switch (*p) {
		case ' ':
			p++;
			break;
		case '[':
			parent = add_item(parent, true, 88888888);
			open++;
			p++;
			break;
		case ']':
			if (!open)
				driver_bad_input("a [ for each ]");
			parent = tree.parent[parent];
			open--;
			p++;
			break;
		default:
			p = read_number(p, parent);
		}
	}
	if (!tree.n || open)
		driver_bad_input("a list or a number, and a ] for each [");
}

/* ---- the structure ----------------------------------------------------------------------------------------------- */

static void place_items(uint32_t i)
{
	tree.first[i] = (uint32_t)tree.nodes_used;
	tree.nodes_used += tree.count[i];
	tree.nodes[tree.nodes_used++] = decoy;
}

static struct nested node_of(uint32_t i)
{
	struct nested *items = &tree.nodes[tree.first[i]];

	if (!tree.is_list[i])
		return (struct nested){ false, tree.value[i], 1, &decoy };
	if (!tree.count[i])
		items = i % 2 ? &decoy : NULL;
	return (struct nested){ true, tree.value[i], tree.count[i], items };
}

/* A parent was read before its items, so their place is known when they come. */
static void build(void)
{
	size_t room = tree.n + tree.lists + 1;

	if (room > tree.nodes_room) {
		tree.nodes_room = 2 * room;
		tree.nodes = driver_alloc(tree.nodes_room, sizeof(*tree.nodes));
	}
	tree.nodes_used = 1;
	for (uint32_t i = 0; i < tree.n; i++) {
		uint32_t place = i ? tree.first[tree.parent[i]]++ : 0;

		if (tree.is_list[i])
			place_items(i);
		tree.nodes[place] = node_of(i);
	}
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t fingerprint(void)
{
	uint64_t h = mix(1, (uint64_t)decoy.value);

	for (size_t i = 0; i < tree.nodes_used; i++) {
		const struct nested *node = &tree.nodes[i];

		h = mix(h, (uint64_t)(uint32_t)node->value << 1 | node->is_list);
		h = mix(h, (uint64_t)node->count ^ (uintptr_t)node->items);
	}
	return h;
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

static bool lies_in_structure(const int *p)
{
	return (uintptr_t)p >= (uintptr_t)tree.nodes && (uintptr_t)p < (uintptr_t)(tree.nodes + tree.nodes_room);
}

static void play_line(void)
{
	size_t count = SIZE_MAX;
	uint64_t before;
	int *numbers;

	read_line();
	build();
	before = fingerprint();
	numbers = flatten_list(&tree.nodes[0], &count);
	if (fingerprint() != before)
		driver_complain("the nested list was changed");
	if (count == SIZE_MAX)
		driver_complain("flatten_list did not set *count");
	if (count > tree.numbers)
		driver_complain("*count is larger than the number of numbers in the nested list");
	if (!numbers && count)
		driver_complain("flatten_list returned NULL although *count is not 0");
	if (lies_in_structure(numbers) || (uintptr_t)numbers % _Alignof(int))
		driver_complain("flatten_list returned a pointer that is no array of its own");
	driver_write_i64((int64_t)count);
	driver_write_char(':');
	for (size_t i = 0; i < count; i++) {
		driver_write_char(' ');
		driver_write_i64(numbers[i]);
	}
	driver_write_char('\n');
	free(numbers);
}

void driver_run(void)
{
	while (!driver_at_end())
		play_line();
}
