/* Thinks about its first question for ever. */
int main(void)
{
	for (volatile unsigned long i = 1; i;)
		i |= 1;
}
