/*
 * Breaks the API: there is no main.
 */
int begin(void);

int begin(void)
{
	return 0;
}
