/*
 * json: a strict reader and a small writer around cJSON's tree.
 *
 * cJSON is lenient in ways that let two programs read two meanings out of one text: it cuts strings at \u0000, keeps
 * the first of two equal keys, rounds long numbers, reads 63 bytes of a longer one, and takes bad UTF-8, raw control
 * characters, "01" and trailing junk. So the text is first checked here against the whole grammar of RFC 8259; cJSON
 * then only builds the tree, and the tree's keys are compared, decoded, since "a" and "\u0061" are the same key. The
 * writer is ours too: cJSON's own rounds doubles to 15 digits and turns the largest ones into numbers that are not
 * finite when they are read again.
 *
 * Recursion is bounded by JSON_DEPTH_MAX when reading; when writing, by the code that built the tree.
 */
#include "sandbox/base/json.h"

#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define EXACT_MAX         (INT64_C(1) << 53) /* up to here every integer is a double */
#define NUMBER_BYTES_MAX  63                 /* cJSON copies a number into a buffer of 64 */
#define DOUBLE_TEXT_BYTES 32
#define REPLACEMENT       "\xef\xbf\xbd" /* U+FFFD */

/* -- the grammar ----------------------------------------------------------------------------------------------- */

struct scan {
	const char *text;
	size_t len;
	size_t at;
	unsigned depth;
	struct err *e; /* borrowed */
};

/* Fails with the line and column (in bytes, from 1) of the offset `at`. */
static int refuse(const struct scan *s, size_t at, int code, const char *why)
{
	size_t line = 1, line_start = 0;

	for (size_t i = 0; i < at; i++) {
		if (s->text[i] == '\n') {
			line++;
			line_start = i + 1;
		}
	}
	return err_set(s->e, code, "line %zu, column %zu: %s", line, at - line_start + 1, why);
}

/* The byte at the current place, 0 at the end; a NUL in the text was refused before. */
static char peek(const struct scan *s)
{
	return s->at < s->len ? s->text[s->at] : 0;
}

static void skip_space(struct scan *s)
{
	while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' || peek(s) == '\r')
		s->at++;
}

static int scan_word(struct scan *s, const char *word)
{
	const size_t n = strlen(word);

	if (s->len - s->at < n || memcmp(s->text + s->at, word, n) != 0)
		return refuse(s, s->at, -EINVAL, "not a JSON value");
	s->at += n;
	return 0;
}

static size_t skip_digits(struct scan *s)
{
	const size_t start = s->at;

	while (peek(s) >= '0' && peek(s) <= '9')
		s->at++;
	return s->at - start;
}

/* Steps over a number; false when it is not well-formed. *whole: it has neither fraction nor exponent. */
static bool skip_number(struct scan *s, bool *whole)
{
	*whole = true;
	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0')
		s->at++;
	else if (skip_digits(s) == 0)
		return false;
	if (peek(s) == '.') {
		*whole = false;
		s->at++;
		if (skip_digits(s) == 0)
			return false;
	}
	if (peek(s) == 'e' || peek(s) == 'E') {
		*whole = false;
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (skip_digits(s) == 0)
			return false;
	}
	return true;
}

static int scan_number(struct scan *s)
{
	const size_t start = s->at;
	char copy[NUMBER_BYTES_MAX + 1];
	struct err ignored;
	bool whole;
	int64_t i;
	double d;

	if (!skip_number(s, &whole))
		return refuse(s, start, -EINVAL, "a malformed number");
	if (s->at - start > NUMBER_BYTES_MAX)
		return refuse(s, start, -EINVAL, "a number of more than 63 bytes");
	memcpy(copy, s->text + start, s->at - start);
	copy[s->at - start] = 0;
	if (whole && parse_i64(copy, -EXACT_MAX, EXACT_MAX, &i, &ignored) < 0)
		return refuse(s, start, -EINVAL, "an integer beyond 2^53");
	if (!whole && parse_double(copy, -DBL_MAX, DBL_MAX, &d, &ignored) < 0)
		return refuse(s, start, -EINVAL, "a number too large for a double");
	return 0;
}

/* Four hex digits at `at`: their value, or -1. */
static int hex4(const struct scan *s, size_t at)
{
	int v = 0;

	if (s->len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		const char c = s->text[i];

		if (c >= '0' && c <= '9')
			v = v * 16 + (c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			v = v * 16 + ((c | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return v;
}

/* What follows "\u"; a pair of surrogates is taken as one. */
static int scan_unicode_escape(struct scan *s)
{
	const int unit = hex4(s, s->at);

	if (unit < 0)
		return refuse(s, s->at, -EINVAL, "\\u without four hex digits");
	if (unit == 0)
		return refuse(s, s->at, -EILSEQ, "\\u0000 in a string");
	s->at += 4;
	if (unit < 0xd800 || unit > 0xdfff)
		return 0;
	if (unit < 0xdc00 && s->len - s->at >= 6 && memcmp(s->text + s->at, "\\u", 2) == 0) {
		const int second = hex4(s, s->at + 2);

		if (second >= 0xdc00 && second <= 0xdfff) {
			s->at += 6;
			return 0;
		}
	}
	return refuse(s, s->at - 4, -EILSEQ, "half of a surrogate pair");
}

static int scan_string(struct scan *s)
{
	const size_t start = s->at;

	s->at++;
	while (s->at < s->len) {
		const char c = s->text[s->at];

		if ((unsigned char)c < 0x20)
			return refuse(s, s->at, -EINVAL, "a control character in a string");
		s->at++;
		if (c == '"')
			return 0;
		if (c != '\\')
			continue;
		if (peek(s) == 0 || !strchr("\"\\/bfnrtu", peek(s)))
			return refuse(s, s->at - 1, -EINVAL, "an unknown escape in a string");
		if (s->text[s->at++] == 'u' && scan_unicode_escape(s) < 0)
			return s->e->code;
	}
	return refuse(s, start, -EINVAL, "a string without an end");
}

static int scan_value(struct scan *s);

/* "key" : in front of a member's value. */
static int scan_key(struct scan *s)
{
	if (peek(s) != '"')
		return refuse(s, s->at, -EINVAL, "a key in double quotes is missing");
	if (scan_string(s) < 0)
		return s->e->code;
	skip_space(s);
	if (peek(s) != ':')
		return refuse(s, s->at, -EINVAL, "':' is missing");
	s->at++;
	return 0;
}

/* An object or an array, as `close` says. */
static int scan_container(struct scan *s, char close)
{
	if (s->depth == JSON_DEPTH_MAX)
		return refuse(s, s->at, -EINVAL, "nested too deeply");
	s->depth++;
	s->at++;
	skip_space(s);
	while (peek(s) != close) {
		if (close == '}' && scan_key(s) < 0)
			return s->e->code;
		if (scan_value(s) < 0)
			return s->e->code;
		skip_space(s);
		if (peek(s) == close)
			break;
		if (peek(s) != ',')
			return refuse(s, s->at, -EINVAL, "',' or the closing bracket is missing");
		s->at++;
		skip_space(s);
		if (peek(s) == close)
			return refuse(s, s->at, -EINVAL, "nothing follows a ','");
	}
	s->at++;
	s->depth--;
	return 0;
}

static int scan_value(struct scan *s)
{
	skip_space(s);
	switch (peek(s)) {
	case '{':
		return scan_container(s, '}');
	case '[':
		return scan_container(s, ']');
	case '"':
		return scan_string(s);
	case 't':
		return scan_word(s, "true");
	case 'f':
		return scan_word(s, "false");
	case 'n':
		return scan_word(s, "null");
	case '-':
	case '0' ... '9':
		return scan_number(s);
	default:
		return refuse(s, s->at, -EINVAL, "a JSON value is missing");
	}
}

static int scan_text(struct scan *s)
{
	const char *nul = memchr(s->text, 0, s->len);
	size_t bad_at;

	if (nul)
		return refuse(s, (size_t)(nul - s->text), -EILSEQ, "a NUL byte");
	if (!text_utf8_valid(s->text, s->len, &bad_at))
		return refuse(s, bad_at, -EILSEQ, "not UTF-8");
	if (scan_value(s) < 0)
		return s->e->code;
	skip_space(s);
	return s->at < s->len ? refuse(s, s->at, -EINVAL, "something follows the end of the value") : 0;
}

/* -- the tree -------------------------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts the keys, since comparing each with each would let a megabyte of keys cost minutes. */
static int refuse_equal_keys(const cJSON *object, size_t max_bytes, struct err *e)
{
	cleanup_buf struct buf keys;
	char **key;
	size_t n;

	buf_init(&keys, max_bytes);
	for (const cJSON *member = object->child; member; member = member->next)
		(void)buf_append(&keys, &member->string, sizeof(member->string));
	if (buf_error(&keys, "the keys of a JSON object", e) < 0)
		return e->code;
	key = (char **)(void *)keys.data;
	n = keys.len / sizeof(*key);
	if (n > 1)
		qsort(key, n, sizeof(*key), by_key);
	for (size_t i = 1; i < n; i++)
		if (strcmp(key[i - 1], key[i]) == 0)
			return err_set(e, -EINVAL, "the key \"%s\" occurs twice in one object", key[i]);
	return 0;
}

static int check_keys(const cJSON *value, size_t max_bytes, struct err *e)
{
	if (cJSON_IsObject(value) && refuse_equal_keys(value, max_bytes, e) < 0)
		return e->code;
	for (const cJSON *child = value->child; child; child = child->next)
		if (check_keys(child, max_bytes, e) < 0)
			return e->code;
	return 0;
}

int json_parse(const char *p, size_t n, size_t max_bytes, cJSON **out, struct err *e)
{
	struct scan s = { .text = p, .len = n, .e = e };
	cleanup_json cJSON *tree = NULL;

	if (n > max_bytes)
		return err_set(e, -EMSGSIZE, "JSON text: longer than %zu bytes", max_bytes);
	if (scan_text(&s) < 0)
		return e->code;
	/* The grammar holds, so that nothing but memory is left to fail. */
	tree = cJSON_ParseWithLengthOpts(p, n, NULL, 0);
	if (!tree)
		return err_set(e, -ENOMEM, "JSON text: out of memory");
	/* A member takes at least `"":0,`, five bytes, and a pointer here. */
	if (check_keys(tree, (n / 5 + 1) * sizeof(char *), e) < 0)
		return e->code;
	*out = steal_ptr(&tree);
	return 0;
}

/* -- building -------------------------------------------------------------------------------------------------- */

void json_out_init(struct json_out *j)
{
	j->root = cJSON_CreateObject();
	j->failed = j->root ? 0 : -ENOMEM;
}

void json_out_clear(struct json_out *j)
{
	cJSON_Delete(j->root);
	*j = (struct json_out){ 0 };
}

/* A malloc'ed C string of n bytes: U+FFFD stands for each bad byte, and for NUL, which a C string cannot hold. */
static char *clean_text(const char *p, size_t n)
{
	cleanup_buf struct buf b;
	size_t plain = 0;

	/* The replacement has three bytes. A size that wraps gives a low ceiling: an error, never an overrun. */
	buf_init(&b, 3 * n);
	/* p may be NULL then, and not even 0 may be added to that. */
	if (n == 0)
		return buf_steal(&b);
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		const size_t len = text_utf8_next(p + i, n - i, &cp);

		if (len > 0 && cp != 0) {
			plain += len;
			i += len;
			continue;
		}
		(void)buf_append(&b, p + i - plain, plain);
		(void)buf_puts(&b, REPLACEMENT);
		plain = 0;
		i++;
	}
	return buf_append(&b, p + n - plain, plain) < 0 ? NULL : buf_steal(&b);
}

/* Puts the item into its parent, or deletes it and marks the failure. Takes NULL for either. */
static cJSON *attach(struct json_out *j, cJSON *parent, const char *key, cJSON *item)
{
	cleanup_free char *clean = key ? clean_text(key, strlen(key)) : NULL;
	const bool fits = key ? cJSON_IsObject(parent) : cJSON_IsArray(parent);
	bool attached = false;

	if (fits && item && clean)
		attached = cJSON_AddItemToObject(parent, clean, item);
	else if (fits && item && !key)
		attached = cJSON_AddItemToArray(parent, item);
	if (attached)
		return item;
	cJSON_Delete(item);
	if (!j->failed)
		j->failed = parent && !fits ? -EINVAL : -ENOMEM;
	return NULL;
}

cJSON *json_object(struct json_out *j, cJSON *parent, const char *key)
{
	return attach(j, parent, key, cJSON_CreateObject());
}

cJSON *json_array(struct json_out *j, cJSON *parent, const char *key)
{
	return attach(j, parent, key, cJSON_CreateArray());
}

void json_string(struct json_out *j, cJSON *parent, const char *key, const char *s)
{
	if (s)
		json_bytes(j, parent, key, s, strlen(s));
	else
		attach(j, parent, key, cJSON_CreateNull());
}

void json_bytes(struct json_out *j, cJSON *parent, const char *key, const char *p, size_t n)
{
	cleanup_free char *clean = clean_text(p, n);

	attach(j, parent, key, clean ? cJSON_CreateString(clean) : NULL);
}

void json_u64(struct json_out *j, cJSON *parent, const char *key, uint64_t v)
{
	char text[24];

	if (v <= (uint64_t)EXACT_MAX) {
		attach(j, parent, key, cJSON_CreateNumber((double)v));
		return;
	}
	snprintf(text, sizeof(text), "%" PRIu64, v);
	attach(j, parent, key, cJSON_CreateString(text));
}

void json_i64(struct json_out *j, cJSON *parent, const char *key, int64_t v)
{
	char text[24];

	if (v >= -EXACT_MAX && v <= EXACT_MAX) {
		attach(j, parent, key, cJSON_CreateNumber((double)v));
		return;
	}
	snprintf(text, sizeof(text), "%" PRId64, v);
	attach(j, parent, key, cJSON_CreateString(text));
}

void json_double(struct json_out *j, cJSON *parent, const char *key, double v)
{
	attach(j, parent, key, isfinite(v) ? cJSON_CreateNumber(v) : cJSON_CreateNull());
}

void json_bool(struct json_out *j, cJSON *parent, const char *key, int v)
{
	attach(j, parent, key, cJSON_CreateBool(v));
}

/* -- printing -------------------------------------------------------------------------------------------------- */

static void print_newline(struct buf *b, unsigned level)
{
	(void)buf_putc(b, '\n');
	for (unsigned i = 0; i < level; i++)
		(void)buf_puts(b, "  ");
}

/* Integers as such, others with the fewest of 15 to 17 digits that give the same double again. */
static void print_number(struct buf *b, double v)
{
	char text[DOUBLE_TEXT_BYTES];
	locale_t before;

	if (!isfinite(v)) {
		(void)buf_puts(b, "null");
		return;
	}
	if (fabs(v) <= (double)EXACT_MAX && v == floor(v)) {
		(void)buf_printf(b, "%" PRId64, (int64_t)v);
		return;
	}
	/* The C locale is built in; under another one a comma might come out. */
	before = uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	uselocale(before);
	(void)buf_puts(b, text);
}

static void print_escaped(struct buf *b, uint32_t cp)
{
	static const char with_letter[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *found = cp > 0 && cp < 0x80 ? strchr(with_letter, (int)cp) : NULL;

	if (found)
		(void)buf_printf(b, "\\%c", letters[found - with_letter]);
	else
		(void)buf_printf(b, "\\u%04x", (unsigned)cp);
}

/* Beyond what JSON asks for, what could steer a terminal is escaped too: nothing is lost, and output is shown raw. */
static void print_string(struct buf *b, const char *s)
{
	const size_t n = strlen(s);
	size_t plain = 0;

	(void)buf_putc(b, '"');
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0xfffd;
		const size_t len = text_utf8_next(s + i, n - i, &cp);

		if (len > 0 && cp != '"' && cp != '\\' && !text_is_unsafe(cp)) {
			plain += len;
			i += len;
			continue;
		}
		(void)buf_append(b, s + i - plain, plain);
		print_escaped(b, cp);
		plain = 0;
		i += len ? len : 1;
	}
	(void)buf_append(b, s + n - plain, plain);
	(void)buf_putc(b, '"');
}

static void print_value(struct buf *b, const cJSON *value, int pretty, unsigned level);

static void print_container(struct buf *b, const cJSON *value, int pretty, unsigned level)
{
	const bool object = cJSON_IsObject(value);

	(void)buf_putc(b, object ? '{' : '[');
	for (const cJSON *child = value->child; child; child = child->next) {
		if (child != value->child)
			(void)buf_putc(b, ',');
		if (pretty)
			print_newline(b, level + 1);
		if (object) {
			print_string(b, child->string);
			(void)buf_puts(b, pretty ? ": " : ":");
		}
		print_value(b, child, pretty, level + 1);
	}
	if (pretty && value->child)
		print_newline(b, level);
	(void)buf_putc(b, object ? '}' : ']');
}

static void print_value(struct buf *b, const cJSON *value, int pretty, unsigned level)
{
	if (cJSON_IsObject(value) || cJSON_IsArray(value))
		print_container(b, value, pretty, level);
	else if (cJSON_IsString(value))
		print_string(b, value->valuestring);
	else if (cJSON_IsNumber(value))
		print_number(b, value->valuedouble);
	else if (cJSON_IsBool(value))
		(void)buf_puts(b, cJSON_IsTrue(value) ? "true" : "false");
	else
		(void)buf_puts(b, "null");
}

int json_print(const struct json_out *j, int pretty, struct buf *b, struct err *e)
{
	if (j->failed == -EINVAL)
		return err_set(e, -EINVAL, "JSON output: a key for an array, or none for an object");
	if (j->failed || !j->root)
		return err_set(e, -ENOMEM, "JSON output: out of memory");
	print_value(b, j->root, pretty, 0);
	(void)buf_putc(b, '\n');
	return buf_error(b, "JSON output", e);
}
