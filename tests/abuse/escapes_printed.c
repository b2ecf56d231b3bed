/* expect in hasty: WA */
#include "honest.h"
#include <unistd.h>

/* Clears, renames, asks and recolours a terminal; as the answer and as what is printed. */
static void misbehave(void)
{
	static const char text[] =
		"\033[2J\033]0;pwned\007\033[6n\033[31m\033P+q544e\033\\\23331m\r\b\b\177\342\200\256\n";

	for (int fd = 1; fd <= 3; fd++)
		if (write(fd, text, sizeof(text) - 1) < 0)
			abort();
}
