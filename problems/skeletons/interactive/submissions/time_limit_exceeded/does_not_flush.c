/* Its question stays in the stream's buffer: both wait for each other. */
#include <stdio.h>

int main(void)
{
	char answer[16];
	static char buffer[4096];

	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	scanf("%*d %*d");
	printf("1\n");
	return scanf("%15s", answer) != 1;
}
