/* skeleton_id: `judge show skeleton_id` prints the task. */
#include <stdio.h>

int main(void)
{
	char answer[16];
	long n, q;

	if (scanf("%ld %ld", &n, &q) != 2)
		return 1;
	/* Each question must go out before its answer is waited for. */
	printf("%ld\n", n);
	fflush(stdout);
	return scanf("%15s", answer) != 1;
}
