/*
 * assembly: what gcc writes, line by line.
 *
 * The grammar is the smallest that covers gcc's own output, so that a source that smuggles in assembler of its own is
 * noticed even where it forges the #APP marks around it: one statement a line, names as labels, operands of the few
 * characters that addresses need. It knows nothing of what the instructions do.
 */
#include "runners/assembly.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Names of C functions may hold any byte of UTF-8 and a dollar; gcc's own parts of names are behind dots. */
static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
	       c == '$' || (unsigned char)c >= 0x80;
}

bool slice_is(struct slice s, const char *text)
{
	return s.len == strlen(text) && !memcmp(s.p, text, s.len);
}

bool slice_begins(struct slice s, const char *text)
{
	size_t n = strlen(text);

	return s.len >= n && !memcmp(s.p, text, n);
}

int slice_compare(struct slice a, struct slice b)
{
	int order = memcmp(a.p, b.p, a.len < b.len ? a.len : b.len);

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

static struct slice slice_of(const char *p, const char *end)
{
	return (struct slice){ p, (size_t)(end - p) };
}

static struct slice trim(struct slice s)
{
	while (s.len && is_blank(*s.p)) {
		s.p++;
		s.len--;
	}
	while (s.len && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

/* Takes the name that `s` begins with, and the blanks behind it, off it. */
static struct slice take_name(struct slice *s)
{
	size_t n = 0;
	struct slice name;

	while (n < s->len && is_name(s->p[n]))
		n++;
	name = (struct slice){ s->p, n };
	*s = trim((struct slice){ s->p + n, s->len - n });
	return name;
}

/* The number of bytes of the string that begins at p[0] == '"', or 0 when the line does not end it. */
static size_t string_length(const char *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (p[i] == '\\')
			i++;
		else if (p[i] == '"')
			return i + 1;
	}
	return 0;
}

/* Operands of instructions: addresses, registers, constants, masks. */
static bool are_operands(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!is_name(s.p[i]) && (!s.p[i] || !strchr("%(),*+-@:{} \t", s.p[i])))
			return false;
	}
	return true;
}

/* Operands of directives: strings too, and the few signs that stand in expressions of gcc's. */
static bool are_arguments(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		size_t n = s.p[i] == '"' ? string_length(s.p + i, s.len - i) : 0;

		if (n)
			i += n - 1;
		else if (!is_name(s.p[i]) && (!s.p[i] || !strchr("%(),+-@ \t", s.p[i])))
			return false;
	}
	return true;
}

static bool is_prefix(struct slice name, bool *repeats)
{
	static const char *const repeating[] = { "rep", "repz", "repe", "repnz", "repne" };
	static const char *const others[] = { "lock", "notrack", "data16", "bnd", "cs" };

	for (size_t i = 0; i < sizeof(repeating) / sizeof(repeating[0]); i++) {
		if (slice_is(name, repeating[i]))
			return *repeats = true;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (slice_is(name, others[i]))
			return true;
	}
	return false;
}

static enum assembly_kind read_instruction(struct slice rest, struct assembly_line *out)
{
	do
		out->name = take_name(&rest);
	while (is_prefix(out->name, &out->repeats) && rest.len);
	out->operands = rest;
	return out->name.len && are_operands(rest) ? ASSEMBLY_INSTRUCTION : ASSEMBLY_STRANGE;
}

static enum assembly_kind read_line(struct slice line, struct assembly_line *out)
{
	struct slice rest = trim(line);

	if (slice_is(line, "#APP"))
		return ASSEMBLY_INLINE;
	if (slice_is(line, "#NO_APP"))
		return ASSEMBLY_INLINE_END;
	if (!rest.len || *rest.p == '#')
		return ASSEMBLY_BLANK;
	if (!is_blank(*line.p)) {
		out->name = take_name(&rest);
		/* A number would be a label that may be there twice; gcc writes none. */
		if (out->name.len && slice_is(rest, ":") && !(*out->name.p >= '0' && *out->name.p <= '9'))
			return ASSEMBLY_LABEL;
		return ASSEMBLY_STRANGE;
	}
	if (*rest.p != '.')
		return read_instruction(rest, out);
	out->name = take_name(&rest);
	out->operands = rest;
	return are_arguments(rest) ? ASSEMBLY_DIRECTIVE : ASSEMBLY_STRANGE;
}

bool assembly_next(struct slice text, size_t *at, struct assembly_line *out)
{
	const char *line = text.p + *at, *end;

	if (*at >= text.len)
		return false;
	end = memchr(line, '\n', text.len - *at);
	*at = end ? (size_t)(end + 1 - text.p) : text.len;
	*out = (struct assembly_line){ .whole = slice_of(line, end ? end : text.p + text.len) };
	out->name = out->operands = (struct slice){ line, 0 };
	out->kind = read_line(out->whole, out);
	return true;
}

bool assembly_next_name(struct slice operands, size_t *at, struct slice *out)
{
	size_t i = *at, begin;

	while (i < operands.len && !is_name(operands.p[i])) {
		size_t n = operands.p[i] == '"' ? string_length(operands.p + i, operands.len - i) : 0;

		i += n ? n : 1;
	}
	begin = i;
	while (i < operands.len && is_name(operands.p[i]))
		i++;
	*at = i;
	*out = (struct slice){ operands.p + begin, i - begin };
	return i > begin;
}
