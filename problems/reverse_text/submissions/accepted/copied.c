/*
 * Design: a copy is read from the front, and its characters are written from the end of the text. One pass checks the
 * bytes and finds the ends of the characters, by a table of which class may follow which.
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

#define BIT(kind) (1u << GB_##kind)
#define ANY       (BIT(EXTEND) | BIT(ZWJ) | BIT(SPACING_MARK))

/* For each class those that always join it. */
static const unsigned FOLLOW[] = {
	[GB_OTHER] = ANY,
	[GB_CR] = BIT(LF),
	[GB_LF] = 0,
	[GB_CONTROL] = 0,
	[GB_EXTEND] = ANY,
	[GB_ZWJ] = ANY,
	[GB_REGIONAL_INDICATOR] = ANY,
	[GB_PREPEND] = ~(BIT(CR) | BIT(LF) | BIT(CONTROL)),
	[GB_SPACING_MARK] = ANY,
	[GB_L] = ANY | BIT(L) | BIT(V) | BIT(LV) | BIT(LVT),
	[GB_V] = ANY | BIT(V) | BIT(T),
	[GB_T] = ANY | BIT(T),
	[GB_LV] = ANY | BIT(V) | BIT(T),
	[GB_LVT] = ANY | BIT(T),
	[GB_PICTOGRAPH] = ANY,
};

struct run {
	enum grapheme_break last;
	size_t indicators;                             /* in a row, up to here */
	enum { NO_EMOJI, EMOJI, EMOJI_AND_ZWJ } emoji; /* what is last */
	enum { NO_CONJUNCT, CONSONANT, LINKED } conjunct;
};

static bool begins(struct run *run, uint32_t c)
{
	enum grapheme_break kind = grapheme_break_of(c);
	enum conjunct_break conjunct = conjunct_break_of(c);
	bool joins = FOLLOW[run->last] >> kind & 1;

	joins |= kind == GB_REGIONAL_INDICATOR && run->indicators % 2 == 1;
	joins |= kind == GB_PICTOGRAPH && run->emoji == EMOJI_AND_ZWJ;
	joins |= conjunct == CONJUNCT_CONSONANT && run->conjunct == LINKED;
	run->indicators = kind == GB_REGIONAL_INDICATOR ? run->indicators + 1 : 0;
	if (kind == GB_PICTOGRAPH)
		run->emoji = EMOJI;
	else if (run->emoji == EMOJI && kind == GB_ZWJ)
		run->emoji = EMOJI_AND_ZWJ;
	else if (run->emoji != EMOJI || kind != GB_EXTEND)
		run->emoji = NO_EMOJI;
	if (conjunct == CONJUNCT_CONSONANT)
		run->conjunct = CONSONANT;
	else if (conjunct == CONJUNCT_NONE)
		run->conjunct = NO_CONJUNCT;
	else if (conjunct == CONJUNCT_LINKER && run->conjunct == CONSONANT)
		run->conjunct = LINKED;
	run->last = kind;
	return !joins;
}

int reverse_text(char *s, size_t len)
{
	struct run run = { .last = GB_CONTROL };
	char *copy = malloc(len + 1), *text = malloc(len + 1);
	size_t begin = 0, i = 0, n;
	int result = 0;

	memcpy(copy, s, len);
	for (; i < len && !result; i += n) {
		uint32_t c = 0;

		n = decode((const unsigned char *)copy + i, len - i, &c);
		if (!n)
			result = -EILSEQ;
		else if (begins(&run, c)) {
			memcpy(text + len - i, copy + begin, i - begin);
			begin = i;
		}
	}
	if (!result) {
		memcpy(text, copy + begin, len - begin);
		memcpy(s, text, len);
	}
	free(text);
	free(copy);
	return result;
}
