/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

/* Lines that are no notes, notes that go too far, and a last one without its end. */
static void misbehave(void)
{
	static const char text[] = "accepted\nAC\ndone done\n\n\0done\nfault\ncomplaint\nstack-overflow\nnull-access\n";
	static char line[1000];

	for (size_t i = 0; i < sizeof(line); i++)
		line[i] = 'x';
	line[sizeof(line) - 1] = '\n';
	if (write(4, text, sizeof(text) - 1) < 0 || write(4, "\n", 1) < 0 || write(4, line, sizeof(line)) < 0)
		abort();
}
