/* The later a number stands, the smaller is what is sent for it. */
#include <stdio.h>

static int read_all(int *n, int numbers[1000])
{
	if (scanf("%d", n) != 1)
		return 0;
	for (int i = 0; i < *n; i++)
		if (scanf("%d", &numbers[i]) != 1)
			return 0;
	return 1;
}

int main(void)
{
	static int numbers[1000];
	char word[8];
	int n;

	if (scanf("%7s", word) != 1 || !read_all(&n, numbers))
		return 1;
	for (int i = n; i-- > 0;)
		printf("%d ", word[0] == 's' ? numbers[n - 1 - i] + 1000 * i : numbers[i] % 1000);
	return 0;
}
