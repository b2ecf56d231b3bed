/* expect in hasty: AC */
#include "honest.h"
#include "runner.h"

void *dlsym(void *handle, const char *name);

static long nothing(void)
{
	return 0;
}

/* What the runner would call to serve tests, by any name that the C library has for it. What plays one test stays. */
__attribute__((constructor)) static void break_all(void)
{
	static const char *const names[] = {
		"recvmsg", "sendmsg", "recv",  "send",    "recvfrom", "read",  "poll",
		"clone",   "fork",    "vfork", "syscall", "getpid",   "close", "waitpid",
	};

	open_runner();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		void *function = dlsym(NULL, names[i]);

		if (!function)
			abort();
		replace_word(function, (void *)nothing);
	}
}

static void misbehave(void)
{
}
