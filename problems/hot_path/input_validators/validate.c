/*
 * validate: is standard input a test of hot_path? What the lines mean stands in include/driver.c. A sample is a stack,
 * one blank and the weight, or the weight alone. Names may hold blanks, but none at their ends.
 */
#include "validate.h"

#define LINE_MAX    (1 << 23)
#define BYTES_MAX   (1 << 23)
#define FRAMES_MAX  (1 << 20)
#define NAME_MAX    255
#define WEIGHT_MAX  INT64_C(1000000000000)
#define SAMPLES_MAX (1 << 20)

static int64_t bytes, frames, samples;

static size_t get_line(char *line)
{
	size_t n = 0;
	int c;

	while ((c = getchar_unlocked()) != '\n') {
		if (c == EOF)
			invalid("the end of the line expected");
		if (n == LINE_MAX)
			invalid("a line of more than %d bytes", LINE_MAX);
		line[n++] = (char)c;
	}
	line[n] = '\0';
	must(strlen(line) == n, "a NUL");
	bytes += (int64_t)n;
	must(bytes <= BYTES_MAX, "more than 8388608 bytes in all lines");
	return n;
}

static void check_weight(const char *digits)
{
	size_t n = strlen(digits);

	must(n && strspn(digits, "0123456789") == n, "a weight expected at the end of the line");
	must(digits[0] != '0', "a weight of 0, or with a leading zero");
	must(n <= 13 && strtoll(digits, NULL, 10) <= WEIGHT_MAX, "a weight of more than 10^12");
	must(++samples <= SAMPLES_MAX, "more than 1048576 samples");
}

static void check_name(const char *name, size_t n)
{
	must(n > 0, "an empty name");
	must(n <= NAME_MAX, "a name of more than 255 bytes");
	must(name[0] != ' ' && name[n - 1] != ' ', "a blank at the beginning or the end of a name");
	for (size_t i = 0; i < n; i++)
		must((unsigned char)name[i] >= ' ' && name[i] != 127, "a control character in a name");
	must(++frames <= FRAMES_MAX, "more than 1048576 functions in all stacks");
}

static void check_stack(const char *stack)
{
	for (;;) {
		size_t n = strcspn(stack, ";");

		check_name(stack, n);
		if (!stack[n])
			return;
		stack += n + 1;
	}
}

static void check_line(char *line)
{
	char *blank;

	get_line(line);
	if (!strcmp(line, "report") || !strcmp(line, "other"))
		return;
	blank = strrchr(line, ' ');
	check_weight(blank ? blank + 1 : line);
	if (blank) {
		*blank = '\0';
		check_stack(line);
	}
}

int main(void)
{
	char *line = malloc(LINE_MAX + 1);

	if (!line)
		return 1;
	must(!at_end(), "at least one line expected");
	while (!at_end()) {
		check_line(line);
		validate_line++;
	}
	valid_at_end();
}
