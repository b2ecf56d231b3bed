/* The places begin too high. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int numbers[1000];

int main(void)
{
	char word[8];
	int n;

	if (scanf("%7s %d", word, &n) != 2)
		return 1;
	for (int i = 0; i < n; i++)
		if (scanf("%d", &numbers[i]) != 1)
			return 1;
	if (word[0] == 's') {
		for (int i = 0; i < n; i++)
			printf("%d\n", 1000 * (i + 999) + numbers[i]);
		fflush(stdout);
		return 0;
	}
	for (int i = 0; i < n; i++)
		printf("%d\n", numbers[i] % 1000);
	return 0;
}
