/*
 * skeleton_id: reads n and n values, prints their sum.
 */
#include <stdio.h>

int main(void)
{
	puts("0");
	return 0;
}
