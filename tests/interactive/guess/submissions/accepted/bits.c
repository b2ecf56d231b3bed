/* From the highest bit down, without a stream; it reads a byte at a time. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void hear(char *line, size_t size)
{
	size_t len = 0;

	while (len + 1 < size && read(0, line + len, 1) == 1 && line[len] != '\n')
		len++;
	line[len] = '\0';
}

static bool ask(long guess, char *answer, size_t size)
{
	char line[32];
	int len = snprintf(line, sizeof(line), "%ld\n", guess);

	if (write(1, line, (size_t)len) != len)
		exit(1);
	hear(answer, size);
	return !strcmp(answer, "correct");
}

int main(void)
{
	char line[64];
	long n, below = 0, bit = 1;

	hear(line, sizeof(line));
	n = strtol(line, NULL, 10);
	while (bit <= n / 2)
		bit *= 2;
	for (; bit; bit /= 2) {
		if (below + bit > n)
			continue;
		if (ask(below + bit, line, sizeof(line)))
			return 0;
		if (!strcmp(line, "higher"))
			below += bit;
	}
	return 1;
}
