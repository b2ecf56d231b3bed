/* expect in hasty: MLE/its static data need */
#include "honest.h"

char room[1u << 30];

static void misbehave(void)
{
	room[12345] = 1;
}
