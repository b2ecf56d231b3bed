/* Wants to leave a process behind that keeps the pipe open: one process is allowed. */
#include <unistd.h>

int main(void)
{
	if (fork() == 0)
		for (;;)
			pause();
	return 0;
}
