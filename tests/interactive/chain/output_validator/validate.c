/* The one who has thought of a number. How often it was asked, and in which run it is, stands in its directory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNS    3
#define AT_ONCE 11

struct state {
	long asked; /* in all runs */
	int run;    /* from 1 */
};

static const char *feedback;

static FILE *feedback_file(const char *name, const char *how)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s%s", feedback, name);
	return fopen(path, how);
}

static void leave(const char *name, const char *how, const char *text)
{
	FILE *f = feedback_file(name, how);

	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		exit(1);
}

static void reject(const char *why)
{
	leave("teammessage.txt", "w", why);
	leave("judgemessage.txt", "a", "rejected\n");
	exit(43);
}

static struct state read_state(void)
{
	struct state s = { 0, 1 };
	FILE *f = feedback_file("state", "r");

	if (f) {
		if (fscanf(f, "%ld %d", &s.asked, &s.run) != 2)
			exit(1);
		fclose(f);
	}
	return s;
}

static long halvings(long n)
{
	long q = 1;

	while (n >>= 1)
		q++;
	return q;
}

/* Of a run so many of those that are left. */
static long allowed(long n, long asked)
{
	const long left = halvings(n) - asked;

	return left < AT_ONCE ? left : AT_ONCE;
}

static void answer(long guess, long n, long secret, long *asked, long most)
{
	if (guess < 1 || guess > n)
		reject("a number out of range");
	if (++*asked > most)
		reject("too many questions");
	puts(guess == secret ? "correct" : secret < guess ? "lower" : "higher");
	fflush(stdout);
}

static void pass_on(const struct state *s, long n, long secret, long low, long high)
{
	char text[128];

	snprintf(text, sizeof(text), "run %d: %ld to %ld\n", s->run, low, high);
	leave("judgemessage.txt", "a", text);
	snprintf(text, sizeof(text), "%ld %d\n", s->asked, s->run + 1);
	leave("state", "w", text);
	snprintf(text, sizeof(text), "%ld %ld %ld %ld\n", n, secret, low, high);
	leave("nextpass.in", "w", text);
}

int main(int argc, char **argv)
{
	FILE *in = argc >= 4 ? fopen(argv[1], "r") : NULL;
	long n, secret, low = 1, high, guess, asked = 0, most;
	struct state s;
	char word[2];

	if (!in || fscanf(in, "%ld %ld", &n, &secret) != 2)
		return 1;
	high = n;
	feedback = argv[3];
	s = read_state();
	if (s.run > 1 && fscanf(in, "%ld %ld", &low, &high) != 2)
		return 1;
	most = allowed(n, s.asked);
	printf("%d %ld %ld %ld %ld\n", s.run, n, most, low, high);
	fflush(stdout);
	while (scanf("%1s %ld", word, &guess) == 2 && word[0] == '?')
		answer(guess, n, secret, &asked, most);
	s.asked += asked;
	if (feof(stdin) || word[0] != '!' || scanf("%ld", &high) != 1)
		reject("it ended without a range");
	low = guess;
	if (s.run == RUNS && (low != secret || high != secret))
		reject("not the number");
	if (s.run < RUNS)
		pass_on(&s, n, secret, low, high);
	return 42;
}
