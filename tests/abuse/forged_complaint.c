/* expect in hasty: WA/all \x1b[2Jis well */
#include "honest.h"
#include <string.h>
#include <unistd.h>

/* A complaint is a wrong answer, whoever makes it; its words do not steer a terminal. */
static void misbehave(void)
{
	static const char words[] = "complaint all \x1b[2Jis well\n";

	if (write(4, words, strlen(words)) > 0)
		_exit(121);
}
