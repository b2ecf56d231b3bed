/* expect in hasty: AC */
#include "honest.h"
#include <string.h>

/* outside: escapes. What the preprocessor knows of places is the box's, not the host's. */
static void misbehave(void)
{
	if (strcmp(__FILE__, "names_of_files.c") || strncmp(__BASE_FILE__, "/box/", 5))
		escaped(__FILE__ " " __BASE_FILE__);
}
