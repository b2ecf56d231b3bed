/* expect in hasty: RTE/SIGTRAP */
#include "honest.h"
#include "runner.h"

static void misbehave(void)
{
	open_runner();
	for (struct segment *s = segments; s < segments + n_segments; s++)
		if (s->is_code)
			memset(s->begin, 0xcc, (size_t)(s->end - s->begin));
}
