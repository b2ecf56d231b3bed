/* Asks for 1, 2, 3 …, and goes on when it is told to stop: what it hears then is no answer. */
#include <stdio.h>
#include <string.h>

int main(void)
{
	char answer[16] = "";
	long guess = 0;

	scanf("%*d %*d");
	do {
		printf("%ld\n", ++guess);
		fflush(stdout);
		scanf("%15s", answer);
	} while (strcmp(answer, "correct") != 0);
	return 0;
}
