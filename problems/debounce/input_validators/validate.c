/*
 * validate: is standard input a test of debounce? What the lines mean stands in include/driver.c.
 */
#include "validate.h"

#define LINES_MAX      1100000
#define DEBOUNCERS_MAX 1000
#define SPAN_MAX       INT64_C(1000000000000)    /* of delays and of max_wait */
#define CLOCK_MAX      INT64_C(1000000000000000) /* all sleeps and jumps together */

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static bool alive[DEBOUNCERS_MAX + 1]; /* counted from 1 */
static int64_t n_debouncers, current, now;

static int64_t next_number(int64_t min, int64_t max)
{
	read_blank();
	return read_number(min, max);
}

static void check_create(void)
{
	char mode[16];

	must(n_debouncers < DEBOUNCERS_MAX, "more than 1000 debouncers");
	next_number(1, SPAN_MAX);
	read_blank();
	read_word(mode, sizeof(mode), LETTERS);
	must(!strcmp(mode, "leading") || !strcmp(mode, "trailing") || !strcmp(mode, "both") || !strcmp(mode, "neither"),
	     "leading, trailing, both or neither expected");
	next_number(0, SPAN_MAX);
	current = ++n_debouncers;
	alive[current] = true;
}

/* Behind the word of an operation of a debouncer; false: it is none. */
static bool check_operation(const char *word)
{
	if (!strcmp(word, "call")) {
		next_number(INT64_MIN, INT64_MAX);
		return true;
	}
	return !strcmp(word, "cancel") || !strcmp(word, "flush") || !strcmp(word, "tick") || !strcmp(word, "next");
}

static void check_inside(void)
{
	char word[16];

	read_blank();
	read_word(word, sizeof(word), LETTERS);
	must(check_operation(word), "call, cancel, flush, tick or next expected");
}

static void check_line(void)
{
	char word[16];

	read_word(word, sizeof(word), LETTERS);
	if (!strcmp(word, "create")) {
		check_create();
	} else if (!strcmp(word, "use")) {
		current = next_number(1, DEBOUNCERS_MAX);
		must(alive[current], "there is no such debouncer, or it was freed");
	} else if (!strcmp(word, "sleep") || !strcmp(word, "jump")) {
		now += next_number(0, CLOCK_MAX);
		must(now <= CLOCK_MAX, "the clock passes 10^15");
	} else {
		must(current && alive[current], "there is no debouncer to work on: create or use");
		if (!strcmp(word, "free"))
			alive[current] = false;
		else if (!strcmp(word, "inside"))
			check_inside();
		else
			must(check_operation(word),
			     "create, call, cancel, flush, tick, next, sleep, jump, inside, use or free expected");
	}
	read_newline();
}

int main(void)
{
	must(!at_end(), "at least one line expected");
	for (long lines = 1; !at_end(); lines++) {
		must(lines <= LINES_MAX, "more than 1100000 lines");
		check_line();
	}
	valid_at_end();
}
