/* expect in hasty: AC */
#include "honest.h"
#include <sys/auxv.h>
#include <unistd.h>

/* outside: escapes, where root tries it. */
static void misbehave(void)
{
	if (getuid() == 0 || geteuid() == 0 || getgid() == 0 || getegid() == 0 || getauxval(AT_SECURE))
		escaped("rights");
}
