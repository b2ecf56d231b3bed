/*
 * validate: is standard input a test of error_paths? What the words mean stands in include/driver.c.
 */
#include "validate.h"

#define RECORDS_MAX 1048576 /* of all runs together */
#define RUNS_MAX    200000
#define FAULTS_MAX  64
#define RECORD_MAX  256

static const char *const STEPS[] = {
	"source_open", "store_open", "batch_begin", "fetch", "parse",       "put",
	"release",     "flush",      "commit",      "abort", "store_close", "source_close"
};

static void check_digit(void)
{
	int c = getchar_unlocked();

	must(c > 0 && strchr("0123456789ABCDEFabcdef", c), "a hexadecimal digit expected");
}

static void check_escape(void)
{
	int c = getchar_unlocked();

	must(c == '\\' || c == 'x', "one of \\\\ \\xHH expected");
	if (c == 'x') {
		check_digit();
		check_digit();
	}
}

static void check_record(void)
{
	int len = 0, c;

	while ((c = getchar_unlocked()) != '\n') {
		must(c != EOF, "the end of the line expected");
		must(c != 0, "a NUL; write it as \\x00");
		must(++len <= RECORD_MAX, "more than 256 bytes in a record");
		if (c == '\\')
			check_escape();
	}
	validate_line++;
}

static void check_fault(void)
{
	char word[16];
	size_t i = 0;

	read_blank();
	read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz_");
	while (i < sizeof(STEPS) / sizeof(STEPS[0]) && strcmp(word, STEPS[i]) != 0)
		i++;
	must(i < sizeof(STEPS) / sizeof(STEPS[0]), "no such step");
	read_blank();
	read_number(1, RECORDS_MAX + 1);
	read_blank();
	read_number(INT32_MIN, -1);
}

int main(void)
{
	int64_t runs = 0, records = 0, faults = 0, in_runs = 0;
	char word[8];

	while (!at_end()) {
		read_word(word, sizeof(word), "abcdefghijklmnopqrstuvwxyz");
		if (!strcmp(word, "record")) {
			read_blank();
			check_record();
			records++;
			continue;
		}
		if (!strcmp(word, "run")) {
			must(++runs <= RUNS_MAX, "more than 200000 runs");
			in_runs += records;
			must(in_runs <= RECORDS_MAX, "more than 1048576 records in all runs together");
			faults = 0;
		} else if (!strcmp(word, "fail")) {
			must(++faults <= FAULTS_MAX, "more than 64 faults in a run");
			check_fault();
		} else {
			must(!strcmp(word, "clear"), "record, clear, fail or run expected");
			records = 0;
		}
		read_newline();
	}
	must(runs > 0, "no run: nothing would be compared");
	valid_at_end();
}
