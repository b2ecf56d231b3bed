/* expect in hasty: SV/forbidden system call number 4000 */
#include "honest.h"
#include <unistd.h>

static void misbehave(void)
{
	syscall(4000);
}
