/* expect: AC */
#include "right.h"
#include <unistd.h>

static void fault(char *s)
{
	char page[4096];

	memset(page, 'a', sizeof(page));
	page[4095] = '\n';
	for (int i = 0; i < 1000; i++)
		if (write(6, page, sizeof(page)) < 0)
			return;
}
