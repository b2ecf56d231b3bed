/*
 * flatten_list: all numbers of a nested list, in order. `judge show flatten_list` prints the task.
 *
 * struct nested is declared before your code: { bool is_list; int value; size_t count; struct nested *items; }.
 */
#include <stddef.h>

int *flatten_list(const struct nested *root, size_t *count)
{
	(void)root;
	*count = 0;
	return NULL;
}
