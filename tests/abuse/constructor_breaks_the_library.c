/* expect in hasty: AC */
#include "honest.h"
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* From now on it returns 0 at once: nothing was received, and whoever forked is the child. */
static void break_function(void *function)
{
	static const unsigned char return_0[] = { 0xf3, 0x0f, 0x1e, 0xfa, 0x31, 0xc0, 0xc3 }; /* endbr64, xor, ret */
	char *page = (char *)((uintptr_t)function & ~(uintptr_t)4095);

	if (mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC))
		abort();
	memcpy(function, return_0, sizeof(return_0));
}

__attribute__((constructor)) static void break_all(void)
{
	break_function((void *)recvmsg);
	break_function((void *)sendmsg);
	break_function((void *)recv);
	break_function((void *)send);
	break_function((void *)read);
	break_function((void *)fork);
	break_function((void *)vfork);
	break_function((void *)waitpid);
	break_function((void *)getpid);
	break_function((void *)syscall);
}

static void misbehave(void)
{
	if (fork() || getpid() || syscall(4000))
		abort();
}
