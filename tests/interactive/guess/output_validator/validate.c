/* The one who has thought of a number: says n and q, answers, counts. `spare N`: allows so many questions more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *feedback;

static void leave(const char *name, const char *text)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", feedback, name);
	f = fopen(path, "w");
	if (!f || fprintf(f, "%s\n", text) < 0 || fclose(f) != 0)
		exit(1);
}

static void reject(const char *team, long asked)
{
	char text[80];

	snprintf(text, sizeof(text), "after %ld questions", asked);
	leave("teammessage.txt", team);
	leave("judgemessage.txt", text);
	exit(43);
}

static long halvings(long n)
{
	long q = 1;

	while (n >>= 1)
		q++;
	return q;
}

int main(int argc, char **argv)
{
	FILE *in = argc >= 4 ? fopen(argv[1], "r") : NULL;
	long n, secret, most, asked = 0, guess;

	if (!in || fscanf(in, "%ld %ld", &n, &secret) != 2)
		return 1;
	feedback = argv[3];
	most = halvings(n) + (argc == 6 && strcmp(argv[4], "spare") == 0 ? atol(argv[5]) : 0);
	printf("%ld %ld\n", n, most);
	fflush(stdout);
	while (scanf("%ld", &guess) == 1) {
		if (guess < 1 || guess > n)
			reject("a number out of range", asked);
		if (++asked > most)
			reject("too many questions", asked);
		puts(guess == secret ? "correct" : secret < guess ? "lower" : "higher");
		fflush(stdout);
		if (guess == secret)
			return 42;
	}
	reject(feof(stdin) ? "it ended without the number" : "no number", asked);
}
