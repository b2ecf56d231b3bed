/* SIGSTOP: it does not end, and takes no CPU time. */
#include <signal.h>

int main(void)
{
	raise(SIGSTOP);
	for (;;)
		raise(SIGSTOP);
}
