/*
 * generate: prints one test of reverse_text.
 *
 *	plain N SEED           one text of exactly N bytes of ASCII, with CRLF now and then
 *	mixed N SEED           one text of about N bytes: characters of many kinds, most of them of several code points
 *	flags N SEED           one text of about N bytes, most of it one run of regional indicators
 *	marks N SEED           one text of about N bytes: a letter with combining marks and joiners, then pictographs
 *	family N SEED          one text of about N bytes: one emoji of very many that are joined
 *	hangul N SEED          one text of about N bytes of Hangul: syllables and runs of single letters
 *	prepend N SEED         one text of about N bytes: runs of characters that belong to the next one
 *	soup COUNT SEED        COUNT texts of 0 to 8 code points that are of all classes
 *	broken COUNT SEED      the same, most of them with something that is no UTF-8
 *	last_broken N SEED     mixed, but the last sequence is cut off
 */
#include "generate.h"

#define BYTES_MAX (INT64_C(1) << 22)

static struct random rng;
static int64_t printed; /* bytes of the text */

static int64_t below(int64_t n)
{
	return (int64_t)random_below(&rng, (uint64_t)n);
}

static void byte(int b)
{
	if (b < 0x20 || b == 0x7F || b == '\\')
		printf("\\x%02X", (unsigned)b);
	else
		putchar_unlocked(b);
	printed++;
}

static void point(int64_t c)
{
	if (c < 0x80) {
		byte((int)c);
		return;
	}
	if (c < 0x800) {
		byte((int)(0xC0 | c >> 6));
	} else {
		if (c < 0x10000) {
			byte((int)(0xE0 | c >> 12));
		} else {
			byte((int)(0xF0 | c >> 18));
			byte((int)(0x80 | (c >> 12 & 0x3F)));
		}
		byte((int)(0x80 | (c >> 6 & 0x3F)));
	}
	byte((int)(0x80 | (c & 0x3F)));
}

static void any_of(const int64_t *points, int64_t n)
{
	point(points[below(n)]);
}

#define ANY_OF(...) any_of((const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

/* ---- characters -------------------------------------------------------------------------------------------------- */

#define MARKS    0x300, 0x301, 0x308, 0x323, 0x20D7, 0x5B0, 0x64B, 0xFE0F
#define PICTURES 0x1F468, 0x1F469, 0x1F467, 0x2764, 0x1F33E, 0x1F680, 0xA9
#define ZWJ      0x200D

static void letter(void)
{
	point('a' + below(26));
}

static void indicator(void)
{
	point(0x1F1E6 + below(26));
}

static void picture(void)
{
	ANY_OF(PICTURES);
	if (below(3) == 0)
		ANY_OF(0x1F3FB, 0x1F3FF, 0xFE0F);
}

static void any_character(void)
{
	switch (below(12)) {
	case 0:
		ANY_OF(0xE9, 0x416, 0x4E2D, 0x5D0, 0x1D11E, 0x20000);
		break;
	case 1:
		letter();
		for (int64_t n = 1 + below(4); n > 0; n--)
			ANY_OF(MARKS);
		break;
	case 2:
		indicator();
		indicator();
		break;
	case 3:
		picture();
		for (int64_t n = below(4); n > 0; n--) {
			point(ZWJ);
			picture();
		}
		break;
	case 4:
		point(0xAC00 + below(11172));
		break;
	case 5:
		ANY_OF(0x1100, 0x115F, 0xA960);
		ANY_OF(0x1160, 0x1161, 0xD7B0);
		ANY_OF(0x11A8, 0x11C2, 0xD7CB);
		break;
	case 6:
		point('\r');
		point('\n');
		break;
	case 7:
		ANY_OF(0x600, 0x6DD, 0x110BD);
		ANY_OF(0x661, 0x627, 'x');
		break;
	case 8:
		ANY_OF(0x915, 0x924);
		ANY_OF(0x93E, 0x903);
		break;
	case 9:
		ANY_OF('\t', '\n', '\r', 0, 0x200B, 0xAD);
		break;
	default:
		point(' ' + below(95));
	}
}

/* One code point of any class, often of one that joins. */
static void any_point(void)
{
	switch (below(10)) {
	case 0:
		ANY_OF('\r', '\n', '\r', '\n', 0, 0x7F, 0x200B, 0xE0001);
		break;
	case 1:
		ANY_OF(MARKS, 0x200C, 0xE0100);
		break;
	case 2:
		point(ZWJ);
		break;
	case 3:
		indicator();
		break;
	case 4:
		ANY_OF(0x600, 0x110BD);
		break;
	case 5:
		ANY_OF(0x903, 0x93E, 0xE33);
		break;
	case 6:
		ANY_OF(0x1100, 0xA960, 0x1161, 0xD7B0, 0x11A8, 0xD7CB, 0xAC00, 0xAC01, 0xD7A3);
		break;
	case 7:
	case 8:
		ANY_OF(PICTURES, 0x1F3FB);
		break;
	default:
		ANY_OF('a', ' ', '\\', 0xE9, 0x7FF, 0x800, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF);
	}
}

static void any_fault(void)
{
	static const struct {
		int n, bytes[6];
	} FAULTS[] = {
		{ 1, { 0x80 } },
		{ 1, { 0xBF } },
		{ 1, { 0xC3 } },
		{ 2, { 0xE2, 0x82 } },
		{ 3, { 0xF0, 0x9F, 0x98 } },
		{ 2, { 0xC0, 0x80 } },
		{ 2, { 0xC1, 0xBF } },
		{ 3, { 0xE0, 0x9F, 0xBF } },
		{ 4, { 0xF0, 0x8F, 0xBF, 0xBF } },
		{ 3, { 0xED, 0xA0, 0x80 } },
		{ 3, { 0xED, 0xBF, 0xBF } },
		{ 4, { 0xF4, 0x90, 0x80, 0x80 } },
		{ 4, { 0xF5, 0x80, 0x80, 0x80 } },
		{ 5, { 0xF8, 0x88, 0x80, 0x80, 0x80 } },
		{ 1, { 0xFE } },
		{ 1, { 0xFF } },
		{ 2, { 0xC3, 0x41 } },
		{ 3, { 0xE2, 0x82, 0x41 } },
		{ 3, { 0xE2, 0x41, 0x82 } },
		{ 4, { 0xF0, 0x9F, 0x98, 0xC3 } },
	};
	size_t which = (size_t)below((int64_t)(sizeof(FAULTS) / sizeof(*FAULTS)));

	for (int i = 0; i < FAULTS[which].n; i++)
		byte(FAULTS[which].bytes[i]);
}

/* ---- modes ------------------------------------------------------------------------------------------------------- */

static void plain(int64_t n)
{
	while (printed < n)
		if (n - printed > 1 && below(40) == 0) {
			point('\r');
			point('\n');
		} else {
			point(' ' + below(95));
		}
}

static void mixed(int64_t n)
{
	while (printed < n)
		any_character();
}

static void flags(int64_t n)
{
	letter();
	while (printed < n)
		indicator();
	if (below(2))
		letter();
}

static void marks(int64_t n)
{
	letter();
	while (printed < n - 8)
		if (below(4))
			ANY_OF(MARKS);
		else
			point(ZWJ);
	picture();
	picture();
}

static void family(int64_t n)
{
	letter();
	picture();
	while (printed < n - 4) {
		for (int64_t extends = below(3); extends > 0; extends--)
			ANY_OF(MARKS);
		point(ZWJ);
		picture();
	}
	letter();
}

static void hangul(int64_t n)
{
	while (printed < n) {
		for (int64_t leading = below(6); leading > 0; leading--)
			ANY_OF(0x1100, 0x1112, 0xA960);
		if (below(2))
			point(0xAC00 + 28 * below(399) + below(2));
		for (int64_t vowels = below(3); vowels > 0; vowels--)
			ANY_OF(0x1161, 0x1175, 0xD7B0);
		for (int64_t trailing = below(3); trailing > 0; trailing--)
			ANY_OF(0x11A8, 0x11C2, 0xD7CB);
	}
}

static void prepend(int64_t n)
{
	while (printed < n) {
		for (int64_t run = below(40); run > 0; run--)
			ANY_OF(0x600, 0x605, 0x110BD);
		any_point();
	}
}

static void last_broken(int64_t n)
{
	mixed(n - 3);
	byte(0xF0);
	byte(0x9F);
	byte(0x98);
}

static void soup(bool broken)
{
	for (int64_t n = below(9); n > 0; n--)
		any_point();
	if (broken && below(8)) {
		any_fault();
		for (int64_t n = below(3); n > 0; n--)
			any_point();
	}
}

static const struct mode {
	const char *name;
	void (*print)(int64_t n);
} MODES[] = {
	{ "plain", plain },   { "mixed", mixed },   { "flags", flags },     { "marks", marks },
	{ "family", family }, { "hangul", hangul }, { "prepend", prepend }, { "last_broken", last_broken },
};

static void print_short(struct arguments *a, bool broken)
{
	int64_t count = argument_number(a, "COUNT", 1, 100000);

	rng = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	print_number(count);
	putchar('\n');
	while (count-- > 0) {
		soup(broken);
		putchar('\n');
	}
}

static void print_long(struct arguments *a, const struct mode *mode)
{
	int64_t n = argument_number(a, "N", 16, BYTES_MAX);

	rng = random_seeded((uint64_t)argument_number(a, "SEED", 0, INT64_MAX));
	puts("1");
	mode->print(n);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *mode = argument_word(&a, "a mode");
	bool broken = !strcmp(mode, "broken");

	if (broken || !strcmp(mode, "soup")) {
		print_short(&a, broken);
		return generated(&a);
	}
	for (size_t i = 0; i < sizeof(MODES) / sizeof(*MODES); i++)
		if (!strcmp(mode, MODES[i].name)) {
			print_long(&a, &MODES[i]);
			return generated(&a);
		}
	bad_argument("a mode", mode);
}
