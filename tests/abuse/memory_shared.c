/* expect: MLE */
#include "honest.h"
#include <string.h>
#include <sys/mman.h>

/* Memory that is nobody's heap counts like any other. */
static void misbehave(void)
{
	for (;;) {
		char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			abort();
		memset(p, 1, 1 << 20);
	}
}
