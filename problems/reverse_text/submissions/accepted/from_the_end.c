/*
 * Design: a first pass checks the text and marks in one bit a byte where characters begin; then a copy is walked from
 * its end. Runs that decide about later code points are remembered by where they began.
 */
/* How many bytes the code point at p takes; 0 when no valid one stands there. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *c)
{
	static const uint32_t SMALLEST[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = *p < 0x80 ? 1 : *p < 0xC2 ? 0 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 0;

	if (n == 0 || n > left)
		return 0;
	*c = n == 1 ? *p : *p & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3Fu);
	}
	if (*c < SMALLEST[n] || *c > 0x10FFFF || (*c >= 0xD800 && *c <= 0xDFFF))
		return 0;
	return n;
}

struct seen {
	enum grapheme_break last;
	size_t at;         /* number of this code point */
	size_t not_flag;   /* of the last one that is no regional indicator, and 1 */
	size_t emoji_to;   /* of the last one that a pictograph reaches through marks */
	size_t emoji_join; /* of the last joiner behind such a one */
	int conjunct;      /* 1: a consonant is open, 2: with a linker */
};

static bool pair_joins(enum grapheme_break a, enum grapheme_break b)
{
	bool hangul_tail = b == GB_V || b == GB_T;

	if (a == GB_CR || a == GB_LF || a == GB_CONTROL)
		return a == GB_CR && b == GB_LF;
	if (b == GB_CR || b == GB_LF || b == GB_CONTROL)
		return false;
	if (b == GB_EXTEND || b == GB_ZWJ || b == GB_SPACING_MARK || a == GB_PREPEND)
		return true;
	if (a == GB_L)
		return b == GB_L || b == GB_V || b == GB_LV || b == GB_LVT;
	if (a == GB_V || a == GB_LV)
		return hangul_tail;
	return (a == GB_T || a == GB_LVT) && b == GB_T;
}

static bool is_begin(struct seen *seen, uint32_t c)
{
	enum grapheme_break kind = grapheme_break_of(c);
	enum conjunct_break conjunct = conjunct_break_of(c);
	size_t at = ++seen->at;
	bool joins = at > 1 && pair_joins(seen->last, kind);

	if (kind != GB_REGIONAL_INDICATOR)
		seen->not_flag = at;
	else if ((at - seen->not_flag) % 2 == 0)
		joins = true;
	if (kind == GB_PICTOGRAPH) {
		joins |= at > 1 && seen->emoji_join == at - 1;
		seen->emoji_to = at;
	} else if (at > 1 && seen->emoji_to == at - 1) {
		if (kind == GB_EXTEND)
			seen->emoji_to = at;
		else if (kind == GB_ZWJ)
			seen->emoji_join = at;
	}
	if (conjunct == CONJUNCT_CONSONANT) {
		joins |= seen->conjunct == 2;
		seen->conjunct = 1;
	} else if (conjunct == CONJUNCT_LINKER && seen->conjunct) {
		seen->conjunct = 2;
	} else if (conjunct == CONJUNCT_NONE) {
		seen->conjunct = 0;
	}
	seen->last = kind;
	return !joins;
}

int reverse_text(char *s, size_t len)
{
	struct seen seen = { .at = 0 };
	unsigned char *begins = calloc(len / 8 + 1, 1);
	char *copy = malloc(len + 1);
	size_t end = len, to = 0;
	int result = 0;

	for (size_t i = 0, n; i < len; i += n) {
		uint32_t c = 0;

		n = decode((const unsigned char *)s + i, len - i, &c);
		if (!n) {
			result = -EILSEQ;
			goto out;
		}
		if (is_begin(&seen, c))
			begins[i / 8] |= (unsigned char)(1u << i % 8);
	}
	memcpy(copy, s, len);
	for (size_t i = len; i-- > 0;)
		if (begins[i / 8] >> i % 8 & 1) {
			memcpy(s + to, copy + i, end - i);
			to += end - i;
			end = i;
		}
out:
	free(copy);
	free(begins);
	return result;
}
