/*
 * Trap: marks may follow a pictograph ahead of the joiner that joins it to the next one. Here they may follow a joiner,
 * too, so that a joiner, a mark and another joiner join as well.
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

/* What the code points so far say about the next one. */
struct state {
	enum grapheme_break last;
	bool begun;
	bool odd_indicators; /* the last one has no partner before it */
	bool picture;        /* a pictograph and marks, or these and a joiner, are last */
	bool consonant;      /* a consonant, linkers and marks are last */
	bool linked;         /* and one of them is a linker */
};

static bool is_control(enum grapheme_break kind)
{
	return kind == GB_CONTROL || kind == GB_CR || kind == GB_LF;
}

static bool joins_hangul(enum grapheme_break last, enum grapheme_break kind)
{
	switch (last) {
	case GB_L:
		return kind == GB_L || kind == GB_V || kind == GB_LV || kind == GB_LVT;
	case GB_LV:
	case GB_V:
		return kind == GB_V || kind == GB_T;
	case GB_LVT:
	case GB_T:
		return kind == GB_T;
	default:
		return false;
	}
}

static bool joins(const struct state *st, enum grapheme_break kind, enum conjunct_break conjunct)
{
	if (!st->begun)
		return false;
	if (st->last == GB_CR && kind == GB_LF)
		return true;
	if (is_control(st->last) || is_control(kind))
		return false;
	if (kind == GB_EXTEND || kind == GB_ZWJ || kind == GB_SPACING_MARK || st->last == GB_PREPEND)
		return true;
	if (st->last == GB_ZWJ && st->picture && kind == GB_PICTOGRAPH)
		return true;
	if (st->linked && conjunct == CONJUNCT_CONSONANT)
		return true;
	if (st->last == GB_REGIONAL_INDICATOR && st->odd_indicators && kind == GB_REGIONAL_INDICATOR)
		return true;
	return joins_hangul(st->last, kind);
}

/* True when the character goes on with this code point. */
static bool advance(struct state *st, uint32_t c)
{
	enum grapheme_break kind = grapheme_break_of(c);
	enum conjunct_break conjunct = conjunct_break_of(c);
	bool joined = joins(st, kind, conjunct);

	st->odd_indicators = kind == GB_REGIONAL_INDICATOR && !(joined && st->odd_indicators);
	if (kind == GB_PICTOGRAPH)
		st->picture = true;
	else if (kind != GB_EXTEND && kind != GB_ZWJ)
		st->picture = false;
	else if (st->last == GB_ZWJ && kind == GB_ZWJ)
		st->picture = false;
	if (conjunct == CONJUNCT_CONSONANT) {
		st->consonant = true;
		st->linked = false;
	} else if (conjunct == CONJUNCT_NONE) {
		st->consonant = st->linked = false;
	} else if (conjunct == CONJUNCT_LINKER) {
		st->linked = st->consonant;
	}
	st->last = kind;
	st->begun = true;
	return joined;
}

static void turn(char *from, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		char kept = from[i];

		from[i] = from[n - 1 - i];
		from[n - 1 - i] = kept;
	}
}

static bool is_utf8(const char *s, size_t len)
{
	uint32_t c;

	for (size_t i = 0, n; i < len; i += n) {
		n = decode((const unsigned char *)s + i, len - i, &c);
		if (!n)
			return false;
	}
	return true;
}

int reverse_text(char *s, size_t len)
{
	struct state state = { .begun = false };
	size_t begin = 0, i = 0;

	if (!is_utf8(s, len))
		return -EILSEQ;
	while (i < len) {
		uint32_t c;
		size_t n = decode((const unsigned char *)s + i, len - i, &c);

		if (!advance(&state, c)) {
			turn(s + begin, i - begin);
			begin = i;
		}
		i += n;
	}
	turn(s + begin, len - begin);
	turn(s, len);
	return 0;
}
