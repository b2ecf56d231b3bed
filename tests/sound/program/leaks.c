/* Prints what it reads; whatever allocates, it does not free. Each line says what. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char *line = NULL, *text = NULL, *kept = NULL, *block;
	size_t n = 0, len = 0;
	FILE *f;

	if (getline(&line, &n, stdin) < 0 || /* getline */
	    asprintf(&text, "%s", line) < 0) /* asprintf */
		return 1;
	f = open_memstream(&kept, &len); /* open_memstream */
	block = malloc(64);              /* malloc */
	if (!f || !block)
		return 1;
	fputs(text, f);
	fclose(f);
	strcpy(block, kept);
	fputs(block, stdout);
	return 0;
}
