/*
 * load: a small static program that does a known amount of work; benchmarks run it in a box and compare what the
 * warden says with what it says itself. Like the victim it is compiled by who runs it.
 *
 *	load burn US       uses so much CPU time, then prints how much the process has used in all, in microseconds
 *	load bomb N exit   makes N children that sleep, prints the time and ends
 *	load bomb N sleep  the same, and sleeps itself until it is ended
 *	load bomb N spin   the same, and 200 ms after its start the children spin
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long clock_us(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* In one write: the C library's output has no place in the figure. */
static int print(long number)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%ld\n", number);

	return write(1, text, (size_t)n) != n;
}

static int burn(long us)
{
	long began = clock_us(CLOCK_PROCESS_CPUTIME_ID), now;

	do
		now = clock_us(CLOCK_PROCESS_CPUTIME_ID);
	while (now < began + us);
	return print(now);
}

static void be_child(int spins, const struct timespec *until)
{
	while (!spins)
		pause();
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, until, NULL);
	for (;;)
		continue;
}

static int bomb(long n, const char *what)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += 200000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (!pid)
			be_child(!strcmp(what, "spin"), &until);
	}
	while (strcmp(what, "exit"))
		pause();
	return print(clock_us(CLOCK_MONOTONIC));
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "burn"))
		return burn(atol(argv[2]));
	if (argc == 4 && !strcmp(argv[1], "bomb"))
		_exit(bomb(atol(argv[2]), argv[3]));
	return 77;
}
