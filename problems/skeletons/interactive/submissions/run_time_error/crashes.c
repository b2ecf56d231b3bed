/* Crashes in the middle of the conversation; the validator hears that it is over. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	scanf("%*d %*d");
	abort();
}
