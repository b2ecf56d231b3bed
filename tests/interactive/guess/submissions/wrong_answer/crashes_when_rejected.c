/* Asks for a number out of range, and crashes when there is no answer: it was wrong before it crashed. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char answer[16];

	scanf("%*d %*d");
	printf("0\n");
	fflush(stdout);
	if (scanf("%15s", answer) != 1)
		abort();
	return 0;
}
