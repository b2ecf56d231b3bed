/* The second run ends when it has asked. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	long run, n, q, low, high, guess;
	char answer[16];

	if (scanf("%ld %ld %ld %ld %ld", &run, &n, &q, &low, &high) != 5)
		return 1;
	while (low < high && q-- > 0) {
		guess = low + (high - low) / 2;
		printf("? %ld\n", guess);
		fflush(stdout);
		if (scanf("%15s", answer) != 1)
			return 1;
		if (answer[0] != 'h')
			high = answer[0] == 'c' ? guess : guess - 1;
		if (answer[0] != 'l')
			low = answer[0] == 'c' ? guess : guess + 1;
	}
	if (run != 2)
		printf("! %ld %ld\n", low, high);
	return 0;
}
