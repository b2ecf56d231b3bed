/* expect in hasty: CE */
#include "honest.h"

static void misbehave(void)
{
}
/* What follows is nobody's business.
