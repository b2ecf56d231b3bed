/* Keeps what it reads where the second run does not find it. */
#include <stdio.h>

static int kept[1000];

int main(void)
{
	char word[8];
	int n, number;

	if (scanf("%7s %d", word, &n) != 2)
		return 1;
	for (int i = 0; i < n; i++) {
		if (scanf("%d", &number) != 1)
			return 1;
		if (word[0] == 's')
			kept[i] = number;
		printf("%d\n", word[0] == 's' ? i : kept[i]);
	}
	return 0;
}
