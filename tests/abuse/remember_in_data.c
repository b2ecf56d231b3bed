/* expect in hasty: AC */
#include "honest.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int in_data, *on_heap, *mapped;
static __thread int in_thread;

__attribute__((constructor)) static void prepare(void)
{
	on_heap = calloc(1, sizeof(*on_heap));
	mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Each test begins as the first one did. */
static void misbehave(void)
{
	sigset_t before, usr1;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	if (in_data++ || (*on_heap)++ || (*mapped)++ || in_thread++ || umask(0777) == 0777 ||
	    sigprocmask(SIG_BLOCK, &usr1, &before) || sigismember(&before, SIGUSR1) ||
	    signal(SIGUSR2, SIG_IGN) == SIG_IGN || alarm(100))
		escaped("a test that ran before");
}
