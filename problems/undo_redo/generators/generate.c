/*
 * generate: prints one test of undo_redo.
 *
 *	mixed OPERATIONS LENGTH EVERY SEED   all operations; pieces of 0 to LENGTH characters, a text after each EVERY
 *	editors COUNT OPERATIONS SEED        the same with COUNT editors in turns; one is freed half-way
 *	bytes SEED                           characters of all values but NUL and newline
 *	seesaw LENGTH TIMES SEED             one piece of LENGTH characters, undone and redone TIMES times
 *	deep EDITS UNDOS SEED                EDITS edits of one character, UNDOS undos, and the text that is left
 *
 * and the size families:
 *
 *	typing N SEED    N/2 edits of one character, N/4 undos, N/4 redos
 *	erasing N SEED   N/2 characters in pieces of 64, then N/4 are erased one by one, and all that is undone
 *	pieces N SEED    sqrt N pieces of sqrt N characters: typed, undone, redone, erased, undone
 *	steady N SEED    N operations; the history never has more than 125 edits, the text no more than 1,000 characters
 *	churn N SEED     N/4 edits of one character, then N operations at about this depth: undos, redos, edits
 */
#include "generate.h"

#define STEADY_EDITS  125
#define STEADY_LENGTH 8

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-";

static void print_type(struct random *r, int64_t len)
{
	fputs("type ", stdout);
	for (int64_t i = 0; i < len; i++)
		putchar_unlocked(LETTERS[random_below(r, sizeof(LETTERS) - 1)]);
	putchar_unlocked('\n');
}

static void print_erase(int64_t k)
{
	fputs("erase ", stdout);
	print_number(k);
	putchar_unlocked('\n');
}

static void print_times(const char *line, int64_t times)
{
	for (int64_t i = 0; i < times; i++)
		puts(line);
}

/* Sometimes nothing, sometimes much more than there is. */
static int64_t random_k(struct random *r, int64_t length)
{
	switch (random_below(r, 16)) {
	case 0:
		return 0;
	case 1:
		return random_between(r, 0, INT64_MAX);
	default:
		return random_between(r, 1, length);
	}
}

static void print_operation(struct random *r, int64_t length)
{
	switch (random_below(r, 10)) {
	case 0:
	case 1:
	case 2:
		print_type(r, random_between(r, random_below(r, 8) ? 1 : 0, length));
		break;
	case 3:
	case 4:
		print_erase(random_k(r, length));
		break;
	case 5:
	case 6:
		puts("undo");
		break;
	case 7:
		print_times("undo", random_between(r, 1, 5));
		break;
	case 8:
		puts("redo");
		break;
	default:
		print_times("redo", random_between(r, 1, 5));
	}
}

static void mixed(struct arguments *a)
{
	int64_t operations = argument_number(a, "OPERATIONS", 1, 1000000);
	int64_t length = argument_number(a, "LENGTH", 1, 100000);
	int64_t every = argument_number(a, "EVERY", 1, 1000000);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int64_t i = 1; i <= operations; i++) {
		print_operation(&r, length);
		if (i % every == 0)
			puts(random_below(&r, 4) ? "text" : "length");
	}
	puts("text");
}

static void editors(struct arguments *a)
{
	int64_t count = argument_number(a, "COUNT", 2, 15);
	int64_t operations = argument_number(a, "OPERATIONS", 1, 1000000);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	int64_t first = 1; /* that is alive */

	print_times("create", count);
	for (int64_t i = 0; i < operations; i++) {
		if (i == operations / 2) {
			puts("use 1\nfree\ncreate\nlength\nundo");
			first++;
		}
		if (random_below(&r, 3) == 0)
			printf("use %" PRId64 "\n", random_between(&r, first, first + count - 1));
		print_operation(&r, 6);
		if (i % 8 == 0)
			puts("text");
	}
	for (int64_t i = first; i < first + count; i++)
		printf("use %" PRId64 "\ntext\n", i);
}

static void bytes(struct arguments *a)
{
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int c = 1; c < 256; c++)
		if (c != '\n')
			printf("type %c%c%c\n", c, (int)random_between(&r, 128, 255), c);
	puts("text");
	for (int i = 0; i < 100; i++)
		print_erase(random_between(&r, 1, 7));
	puts("text");
	print_times("undo", 150);
	puts("text");
	print_times("redo", 120);
	puts("text");
}

static void deep(struct arguments *a)
{
	int64_t edits = argument_number(a, "EDITS", 1, 2000000);
	int64_t undos = argument_number(a, "UNDOS", 0, edits);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int64_t i = 0; i < edits; i++)
		print_type(&r, 1);
	print_times("undo", undos);
	puts("length\ntext\nredo");
}

static void seesaw(struct arguments *a)
{
	int64_t length = argument_number(a, "LENGTH", 1, 1 << 22);
	int64_t times = argument_number(a, "TIMES", 1, 1000000);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create\ntype begin");
	print_type(&r, length);
	print_times("undo\nlength\nredo", times);
	print_erase(length);
	print_times("undo\nlength\nredo", times);
	puts("text\nundo\ntext");
}

static void typing(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 1 << 22);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int64_t i = 0; i < n / 2; i++)
		print_type(&r, 1);
	print_times("undo", n / 4);
	puts("length");
	print_times("redo", n / 4);
	puts("text");
}

static void erasing(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 1 << 22);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int64_t left = n / 2; left > 0; left -= 64)
		print_type(&r, left < 64 ? left : 64);
	print_times("erase 1", n / 4);
	puts("length");
	print_times("undo", n / 4);
	puts("text");
}

static void pieces(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 1 << 22);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	int64_t root = 1;

	while ((root + 1) * (root + 1) <= n)
		root++;
	puts("create");
	for (int64_t i = 0; i < root; i++)
		print_type(&r, root);
	print_times("undo", root);
	puts("length");
	print_times("redo", root);
	for (int64_t i = 0; i < root; i++)
		print_erase(root);
	puts("length");
	print_times("undo", root);
	puts("text");
}

static void steady(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 16, 1 << 22);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	uint64_t done = 0, undone = 0;

	puts("create");
	for (int64_t i = 0; i < n; i++) {
		uint64_t what = random_below(&r, 8);

		if (done == STEADY_EDITS || (what < 3 && done)) {
			puts("undo");
			done--;
			undone++;
		} else if (what == 3 && undone) {
			puts("redo");
			done++;
			undone--;
		} else {
			print_type(&r, STEADY_LENGTH);
			done++;
			undone = 0;
		}
	}
	puts("text");
}

static void churn(struct arguments *a)
{
	int64_t n = argument_number(a, "N", 64, 1 << 22);
	struct random r = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));

	puts("create");
	for (int64_t i = 0; i < n / 4; i++)
		print_type(&r, 1);
	for (int64_t i = 0; i < n / 9; i++) {
		puts("undo\nundo\nundo\nundo\nredo");
		print_type(&r, 1);
		puts("erase 1");
		print_type(&r, 2);
		puts("undo");
		if (i % 2)
			print_type(&r, 2);
	}
	puts("text");
}

static const struct {
	const char *name;
	void (*print)(struct arguments *a);
} MODES[] = {
	{ "mixed", mixed },   { "editors", editors }, { "bytes", bytes },   { "seesaw", seesaw },
	{ "typing", typing }, { "erasing", erasing }, { "pieces", pieces }, { "steady", steady },
	{ "churn", churn },   { "deep", deep },
};

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");

	for (size_t i = 0; i < sizeof(MODES) / sizeof(MODES[0]); i++)
		if (!strcmp(mode, MODES[i].name)) {
			MODES[i].print(&a);
			return generated(&a);
		}
	bad_argument("a mode", mode);
}
