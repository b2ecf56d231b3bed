/*
 * Trap: turns the bytes around.
 */
int reverse_text(char *s, size_t len)
{
	for (size_t i = 0; i < len / 2; i++) {
		char kept = s[i];

		s[i] = s[len - 1 - i];
		s[len - 1 - i] = kept;
	}
	return 0;
}
