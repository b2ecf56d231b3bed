/*
 * validate: is standard input a test of monkey_patch? What the lines mean stands in include/driver.c.
 *
 * The depth of a method is counted as if no patch removed another one, and a patch that makes one counts twice.
 */
#include "validate.h"

#define LINES_MAX   1100000
#define TABLES_MAX  100
#define METHODS_MAX 10000
#define PATCHES_MAX (1 << 17)
#define DEPTH_MAX   8192
#define MANY_MAX    8 /* patches of the kinds that run what is below them more than once */
#define CHURN_MAX   1000000
#define K_MAX       1000000

#define LETTERS "abcdefghijklmnopqrstuvwxyz_"

struct patch {
	uint16_t table, method;
	uint8_t weight; /* 0: removed */
};

static int64_t methods[TABLES_MAX + 1]; /* of a table, counted from 1; 0: there is none */
static int64_t depths[TABLES_MAX + 1][METHODS_MAX];
static struct patch *patches; /* counted from 1 */
static int64_t n_tables, n_patches, current, many, churned;

static int64_t next_number(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static bool is_one_of(const char *word, const char *words)
{
	size_t n = strlen(word);

	for (const char *p = words; (p = strstr(p, word)); p += n)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
			return true;
	return false;
}

static void check_own(int64_t p)
{
	must(patches[p].table == current, "a patch of another table");
}

static void check_k(const char *kind)
{
	int64_t k;

	if (!strcmp(kind, "other")) {
		next_number(0, methods[current] - 1);
	} else if (!strcmp(kind, "drop")) {
		next_number(1, PATCHES_MAX);
	} else if (!strcmp(kind, "churn")) {
		k = next_number(0, CHURN_MAX);
		churned += k;
		must(churned <= CHURN_MAX, "more than 1000000 patches by churn");
	} else {
		next_number(-K_MAX, K_MAX);
	}
}

static void check_patch(void)
{
	int64_t method = next_number(0, methods[current] - 1);
	struct patch *p;
	char kind[16];

	must(n_patches < PATCHES_MAX, "more than 131072 patches");
	p = &patches[++n_patches];
	read_blank();
	read_word(kind, sizeof(kind), LETTERS);
	must(is_one_of(kind, "add times arg hide twice again other once late drop clear wrap churn"),
	     "a kind of patch expected");
	*p = (struct patch){ (uint16_t)current, (uint16_t)method, !strcmp(kind, "wrap") ? 2 : 1 };
	depths[current][method] += p->weight;
	must(depths[current][method] <= DEPTH_MAX, "more than 8192 patches of one method");
	many += is_one_of(kind, "twice again other");
	must(many <= MANY_MAX, "more than 8 patches of the kinds twice, again and other, or by repeat");
	check_k(kind);
}

static void check_repeat(void)
{
	int64_t p = next_number(1, n_patches);

	check_own(p);
	must(n_patches < PATCHES_MAX, "more than 131072 patches");
	must(++many <= MANY_MAX, "more than 8 patches of the kinds twice, again and other, or by repeat");
	patches[++n_patches] = patches[p];
	patches[n_patches].weight = 2;
	depths[current][patches[p].method] += 2;
	must(depths[current][patches[p].method] <= DEPTH_MAX, "more than 8192 patches of one method");
}

static void remove_patch(struct patch *p)
{
	depths[p->table][p->method] -= p->weight;
	p->weight = 0;
}

static void check_restore(void)
{
	for (int64_t i = 1; i <= n_patches; i++)
		if (patches[i].table == current)
			remove_patch(&patches[i]);
}

static void check_unpatch(bool at)
{
	int64_t method = at ? next_number(0, methods[current] - 1) : -1, p = next_number(1, n_patches);

	check_own(p);
	if (!at || method == patches[p].method)
		remove_patch(&patches[p]);
}

static void check_line(void)
{
	static int64_t restores;
	char word[16];

	read_word(word, sizeof(word), LETTERS);
	if (!strcmp(word, "create")) {
		must(n_tables < TABLES_MAX, "more than 100 tables");
		current = ++n_tables;
		methods[current] = next_number(1, METHODS_MAX);
	} else if (!strcmp(word, "use")) {
		current = next_number(1, TABLES_MAX);
		must(methods[current], "there is no such table, or it was freed");
	} else {
		must(methods[current], "there is no table to work on: create or use");
		if (!strcmp(word, "patch")) {
			check_patch();
		} else if (!strcmp(word, "repeat")) {
			check_repeat();
		} else if (!strcmp(word, "unpatch") || !strcmp(word, "unpatch_at")) {
			check_unpatch(!strcmp(word, "unpatch_at"));
		} else if (!strcmp(word, "restore")) {
			must(++restores <= 1000, "more than 1000 times restore");
			check_restore();
		} else if (!strcmp(word, "call")) {
			next_number(0, methods[current] - 1);
			next_number(INT64_MIN, INT64_MAX);
		} else {
			must(!strcmp(word, "free"),
			     "create, patch, repeat, unpatch, unpatch_at, restore, call, use or free expected");
			methods[current] = 0;
		}
	}
	read_newline();
}

int main(void)
{
	patches = calloc(PATCHES_MAX + 1, sizeof(*patches));
	if (!patches)
		return 1;
	must(!at_end(), "at least one line expected");
	for (long lines = 1; !at_end(); lines++) {
		must(lines <= LINES_MAX, "more than 1100000 lines");
		check_line();
	}
	valid_at_end();
}
