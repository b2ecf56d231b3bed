/* expect: AC */
#include "right.h"

/* What is printed is no report. */
static void fault(char *s)
{
	static const char report[] = "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
				     "READ of size 4 at 0x1 thread T0\n"
				     "    #0 0x1  (/box/candidate.so+0x1200)\n";

	fputs(report, stderr);
	fputs("right.h:1:1: runtime error: division by zero\n", stderr);
}
