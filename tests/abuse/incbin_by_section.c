/* expect in hasty: CE/incbin_by_section.c: file not found: passwd */
#include "honest.h"

/* The name of a section goes to the assembler as it is. */
__attribute__((section(".data\n\t.incbin \"/etc/passwd\"\n\t.section .other"))) int users = 1;

static void misbehave(void)
{
}
