/* Halves what is left. */
#include <stdio.h>

int main(void)
{
	long n, q, low = 1, guess;
	char answer[16] = "";

	if (scanf("%ld %ld", &n, &q) != 2)
		return 1;
	while (answer[0] != 'c') {
		guess = low + (n - low) / 2;
		printf("%ld\n", guess);
		fflush(stdout);
		if (scanf("%15s", answer) != 1)
			return 1;
		if (answer[0] == 'l')
			n = guess - 1;
		else
			low = guess + 1;
	}
	return 0;
}
