/* expect in hasty: AC */
#include "honest.h"
#include <unistd.h>

extern char **environ;

/* outside: escapes. */
static void misbehave(void)
{
	char name[256];

	if (environ && environ[0])
		escaped(environ[0]);
	if (gethostname(name, sizeof(name)) || name[0] != 'b' || name[1] != 'o' || name[2] != 'x' || name[3])
		escaped("the name of the host");
}
