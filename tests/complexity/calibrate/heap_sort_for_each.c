/* time: n^2 log n; space: n; order: random */
#include "kernel.h"

/* For each number the others sorted by their distance from it. */
struct far {
	long value, place[7];
};

static void sift_down(struct far *v, int at, int n)
{
	int child;

	while ((child = 2 * at + 1) < n) {
		struct far kept = v[at];

		if (child + 1 < n && v[child + 1].value > v[child].value)
			child++;
		if (v[at].value >= v[child].value)
			return;
		v[at] = v[child];
		v[child] = kept;
		at = child;
	}
}

long kernel(int *values, int n)
{
	struct far *far = claim((size_t)n, sizeof(*far));
	long sum = 0;

	for (int i = 0; i < n; i++) {
		for (int k = 0; k < n; k++)
			far[k] = (struct far){ labs((long)values[k] - values[i]), { k } };
		for (int start = n / 2 - 1; start >= 0; start--)
			sift_down(far, start, n);
		for (int end = n - 1; end > 0; end--) {
			struct far kept = far[0];

			far[0] = far[end];
			far[end] = kept;
			sift_down(far, 0, end);
		}
		sum += far[n / 2].value;
	}
	free(far);
	return sum;
}
