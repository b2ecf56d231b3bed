/* time: n; space: n; order: random */
#include "kernel.h"

/* A hundred sessions live at once; what each replaced one had is never given back. */
long kernel(int *values, int n)
{
	char *sessions[100] = { NULL };
	long sum = 0;

	for (int i = 0; i < n; i++) {
		char *fresh = claim(48, 1);

		snprintf(fresh, 48, "session %d", values[i] % 1000);
		sum += fresh[8];
		sessions[i % 100] = fresh;
	}
	return sum + !!sessions[n % 100];
}
