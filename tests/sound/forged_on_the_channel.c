/* expect: RTE/heap-use-after-free */
#include "right.h"
#include <unistd.h>

/* Who accuses himself is believed. */
static void fault(char *s)
{
	static const char report[] = "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
				     "READ of size 4 at 0x1 thread T0\n"
				     "    #0 0x1  (/box/candidate.so+0x1200)\n";

	if (write(6, report, sizeof(report) - 1) < 0)
		return;
}
