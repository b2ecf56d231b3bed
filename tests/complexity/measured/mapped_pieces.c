/* time: n; space: n; order: random */
#include "kernel.h"

#include <sys/mman.h>

/* Pages from the system, eight for each 1000 numbers. */
#define PIECE 32768

long kernel(int *values, int n)
{
	int pieces = n / 1000 + 1;
	char **maps = claim((size_t)pieces, sizeof(char *));
	long sum = 0;

	for (int i = 0; i < pieces; i++) {
		maps[i] = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (maps[i] == MAP_FAILED)
			abort();
	}
	for (int i = 0; i < n; i++)
		maps[i / 1000][i % 1000 * 32] = (char)values[i];
	for (int i = 0; i < pieces; i++) {
		sum += maps[i][0];
		munmap(maps[i], PIECE);
	}
	free(maps);
	return sum;
}
