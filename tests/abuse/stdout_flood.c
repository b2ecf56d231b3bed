/* expect in hasty: AC */
#include "honest.h"

/* What is printed is nobody's answer: it is dropped, and no fault. */
static void misbehave(void)
{
	for (int i = 0; i < 100000; i++)
		puts("a line that nobody asked for");
}
