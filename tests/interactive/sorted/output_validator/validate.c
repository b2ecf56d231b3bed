/* The way: sorts what it is given in the first pass, and looks in the second whether it came through. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST     1000
#define GREATEST 999999

static const char *feedback;

static FILE *feedback_file(const char *name, const char *how)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s%s", feedback, name);
	f = fopen(path, how);
	if (!f)
		exit(1);
	return f;
}

static void done(FILE *f)
{
	if (fclose(f) != 0)
		exit(1);
}

static void reject(const char *why, int number)
{
	FILE *f = feedback_file("teammessage.txt", "w");

	fprintf(f, why, number);
	done(f);
	exit(43);
}

static void tell_judges(const char *what)
{
	FILE *f = feedback_file("judgemessage.txt", "a");

	fprintf(f, "%s\n", what);
	done(f);
}

/* The word, how many, and the numbers. */
static int read_input(const char *path, char word[8], int numbers[MOST])
{
	FILE *f = fopen(path, "r");
	int n;

	if (!f || fscanf(f, "%7s %d", word, &n) != 2 || n < 1 || n > MOST)
		exit(1);
	for (int i = 0; i < n; i++)
		if (fscanf(f, "%d", &numbers[i]) != 1)
			exit(1);
	fclose(f);
	return n;
}

static void read_output(int n, int numbers[MOST])
{
	char excess;

	for (int i = 0; i < n; i++) {
		if (scanf("%d", &numbers[i]) != 1)
			reject("number %d is missing", i + 1);
		if (numbers[i] < 0 || numbers[i] > GREATEST)
			reject("a number out of range", 0);
	}
	if (scanf(" %c", &excess) == 1)
		reject("more than %d numbers", n);
}

static int by_value(const void *a, const void *b)
{
	const int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void write_numbers(FILE *f, int n, const int numbers[MOST])
{
	for (int i = 0; i < n; i++)
		fprintf(f, "%d%c", numbers[i], i + 1 < n ? ' ' : '\n');
	done(f);
}

/* What was to be sent is kept for the second pass. */
static void send_on(int n, const int sent[MOST], int said[MOST])
{
	FILE *next;

	write_numbers(feedback_file("sent", "w"), n, sent);
	qsort(said, (size_t)n, sizeof(said[0]), by_value);
	next = feedback_file("nextpass.in", "w");
	fprintf(next, "receive\n%d\n", n);
	write_numbers(next, n, said);
	tell_judges("sent");
}

static void compare(int n, const int said[MOST])
{
	FILE *f = feedback_file("sent", "r");
	int number;

	for (int i = 0; i < n; i++) {
		if (fscanf(f, "%d", &number) != 1)
			exit(1);
		if (number != said[i]) {
			tell_judges("not received");
			reject("number %d is not the one that was sent", i + 1);
		}
	}
	done(f);
	tell_judges("received");
}

int main(int argc, char **argv)
{
	int numbers[MOST], said[MOST], n;
	char word[8];

	if (argc < 4)
		return 1;
	feedback = argv[3];
	n = read_input(argv[1], word, numbers);
	read_output(n, said);
	if (strcmp(word, "send") == 0)
		send_on(n, numbers, said);
	else
		compare(n, said);
	return 42;
}
