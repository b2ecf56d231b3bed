/*
 * hash_table: a map from strings to integers that grows. `judge show hash_table` prints the task.
 *
 * The names and types of the six functions are fixed; what HashTable holds is yours.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
	size_t size;
} HashTable;

HashTable *table_create(void)
{
	return calloc(1, sizeof(HashTable));
}

int table_insert(HashTable *table, const char *key, int64_t value)
{
	(void)table;
	(void)key;
	(void)value;
	return -ENOMEM;
}

bool table_find(const HashTable *table, const char *key, int64_t *value)
{
	(void)table;
	(void)key;
	(void)value;
	return false;
}

bool table_erase(HashTable *table, const char *key)
{
	(void)table;
	(void)key;
	return false;
}

size_t table_size(const HashTable *table)
{
	return table->size;
}

void table_free(HashTable *table)
{
	free(table);
}
