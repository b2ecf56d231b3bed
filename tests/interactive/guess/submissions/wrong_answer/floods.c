/* Writes without end, and never looks whether anybody reads. */
#include <stdio.h>

int main(void)
{
	for (;;)
		puts("1");
}
