/*
 * crowd: an honest program for the problem of that name, which lets eight processes run. A program that includes it
 * says in misbehave() what it tries before it reads its input; what follows is honest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void misbehave(void);

__attribute__((unused)) static void escaped(const char *how)
{
	fprintf(stderr, "escaped: %s\n", how);
	abort();
}

int main(void)
{
	long a, b;

	misbehave();
	if (scanf("%ld %ld", &a, &b) != 2)
		return 1;
	printf("%ld\n", a + b);
	return 0;
}
