/* expect: RTE/heap-use-after-free HERE */
#include "right.h"

#define HIDE no_sani##tize

__attribute__((noinline, HIDE("address", "undefined"), no_sanitize_address)) static void hide(void)
{
	char *volatile p = malloc(4);

	free(p);
	((volatile char *)p)[1] = 1; /* HERE */
}

/* The attribute means nothing where it is checked. */
static void fault(char *s)
{
	hide();
	(void)s;
}
