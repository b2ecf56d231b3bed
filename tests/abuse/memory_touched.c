/* expect: MLE */
#include "honest.h"
#include <string.h>

/* Where the kernel counts memory the program is ended; elsewhere an allocation fails. */
static void misbehave(void)
{
	for (;;) {
		char *p = malloc(1 << 20);

		if (!p)
			abort();
		memset(p, 1, 1 << 20);
	}
}
