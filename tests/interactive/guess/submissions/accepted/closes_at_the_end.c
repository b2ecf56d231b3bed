/* Leaves its streams before it leaves: nothing is wrong with that. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	long n, q, low = 1, guess;
	char answer[16] = "";

	if (scanf("%ld %ld", &n, &q) != 2)
		return 1;
	do {
		guess = (low + n) / 2;
		dprintf(1, "%ld\n", guess);
		if (scanf("%15s", answer) != 1)
			return 1;
		if (answer[0] == 'l')
			n = guess - 1;
		else
			low = guess + 1;
	} while (answer[0] != 'c');
	close(0);
	close(1);
	close(2);
	return 0;
}
