/* Prints what it reads and frees all of it, the last block when main has returned. It has an isdigit of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *line;

int isdigit(int c)
{
	return c >= '0' && c <= '9';
}

static void at_the_end(void)
{
	free(line);
}

int main(void)
{
	char *kept = NULL;
	size_t n = 0, len = 0;
	FILE *f = open_memstream(&kept, &len);

	atexit(at_the_end);
	if (!f || getline(&line, &n, stdin) < 0)
		return 1;
	fputs(line, f);
	fclose(f);
	if (!isdigit(*kept))
		fputs(kept, stdout);
	free(kept);
	return 0;
}
