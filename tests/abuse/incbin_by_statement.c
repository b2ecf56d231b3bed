/* expect in hasty: CE/incbin_by_statement.c:8: file not found: passwd */
#include "honest.h"

/* And the text of a statement. */
static void misbehave(void)
{
	__asm__(".pushsection .rodata\n\t.incbin \"/etc/passwd\"\n\t.popsection");
}
