/*
 * mutate_source: the table of the kinds of faults, and where in a source each can be made.
 *
 * One walk over the tokens finds for each its bracket, its function and what encloses it; then every row of the table
 * is asked at every token what it can make there. A token alone does not say whether `*` multiplies or whether a
 * statement begins; what stands before it does so nearly always. Where that is wrong (a cast to a type whose name
 * looks like a variable's), the mutant does not compile, and is thrown away for that.
 *
 * What is not tried: more than one fault at once, and anything that needs types.
 */
#include "judge/author/mutate_source.h"

#include "runners/lexer.h"
#include "sandbox/base/cleanup.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define NOWHERE SIZE_MAX

/* What is known of each token. */
struct around {
	size_t match;         /* of a bracket the other one, or NOWHERE */
	size_t inside;        /* the innermost bracket that is open here, or NOWHERE */
	const char *function; /* in whose body it lies, or NULL */
};

struct maker {
	const char *text;
	struct lexed lx;
	struct around *around; /* one for each token */
	struct arena *memory;
	struct buf made; /* struct mutation, one behind the other */
	size_t class;    /* whose turn it is */
	struct err *e;
};

/* ---- tokens and their neighbours --------------------------------------------------------------------------------- */

static const struct token *token(const struct maker *m, size_t i)
{
	static const struct token none = { .text = "", .kind = TOKEN_OTHER };

	return i < m->lx.n_tokens ? &m->lx.tokens[i] : &none;
}

static bool is(const struct maker *m, size_t i, const char *spelling)
{
	return token_is(token(m, i), spelling);
}

static bool is_one_of(const struct maker *m, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (is(m, i, *words))
			return true;
	return false;
}

static bool is_name(const struct maker *m, size_t i)
{
	return token(m, i)->kind == TOKEN_IDENTIFIER;
}

/* Words of a type or of a declaration; by custom every name that ends in _t is one. */
static bool is_type_word(const struct maker *m, size_t i)
{
	static const char *const words[] = { "char",     "short",  "int",     "long",     "unsigned", "signed",
					     "float",    "double", "void",    "bool",     "_Bool",    "struct",
					     "union",    "enum",   "const",   "static",   "volatile", "extern",
					     "register", "inline", "typedef", "restrict", "auto",     NULL };
	const struct token *t = token(m, i);

	if (t->kind != TOKEN_IDENTIFIER)
		return false;
	return is_one_of(m, i, words) || (t->size > 2 && !memcmp(t->text + t->size - 2, "_t", 2));
}

/* The word before the "(" that this ")" closes is one of the statements': what follows is no operand. */
static bool ends_head(const struct maker *m, size_t i)
{
	static const char *const words[] = { "if", "while", "for", "switch", NULL };
	const size_t open = is(m, i, ")") ? m->around[i].match : NOWHERE;

	return open != NOWHERE && open > 0 && is_one_of(m, open - 1, words);
}

static bool ends_cast(const struct maker *m, size_t i)
{
	return is(m, i, ")") && i > 0 && (is(m, i - 1, "*") || is_type_word(m, i - 1));
}

/* Words behind which an operand begins. */
static const char *const NO_OPERANDS[] = { "return", "case", "else", "do", "sizeof", "goto", NULL };

/* Is the token before `i` the end of an operand, so that the operator at `i` has two? */
static bool is_binary(const struct maker *m, size_t i)
{
	const size_t p = i - 1;

	if (i == 0 || is_type_word(m, p))
		return false;
	if (is_name(m, p) && is(m, i, "*") && p > 0 && is_type_word(m, p - 1))
		return false; /* struct node * */
	if (is_name(m, p))
		return !is_one_of(m, p, NO_OPERANDS);
	if (is(m, p, ")"))
		return !ends_head(m, p) && !ends_cast(m, p);
	return token(m, p)->kind == TOKEN_NUMBER || token(m, p)->kind == TOKEN_CHARACTER || is(m, p, "]") ||
	       is(m, p, "++") || is(m, p, "--");
}

/* Does this "[" say how many elements something has that is declared there? */
static bool declares_array(const struct maker *m, size_t open)
{
	size_t name = open, before;

	while (name > 0 && is(m, name - 1, "]") && m->around[name - 1].match != NOWHERE)
		name = m->around[name - 1].match;
	if (name < 2 || !is_name(m, --name))
		return false;
	for (before = name - 1; before > 0 && is(m, before, "*"); before--)
		;
	if (is_type_word(m, before))
		return true;
	if (!is_name(m, before))
		return false;
	return (before + 1 == name && !is_one_of(m, before, NO_OPERANDS)) ||
	       (before > 0 && is_type_word(m, before - 1));
}

/* ---- the walk that finds brackets and functions ------------------------------------------------------------------ */

static bool opens(const struct token *t)
{
	return t->kind == TOKEN_PUNCTUATOR && t->size == 1 && strchr("([{", *t->text);
}

static bool closes(const struct token *t)
{
	return t->kind == TOKEN_PUNCTUATOR && t->size == 1 && strchr(")]}", *t->text);
}

/* A name that a "(" outside all brackets follows; a "{" behind its ")" makes it a function's. */
static int name_before(struct maker *m, size_t i, const char **named)
{
	if (!is(m, i, "(") || i == 0 || !is_name(m, i - 1))
		return 0;
	*named = arena_strndup(m->memory, token(m, i - 1)->text, token(m, i - 1)->size);
	return *named ? 0 : err_set(m->e, -ENOMEM, "mutations: out of memory");
}

static int look_around(struct maker *m)
{
	const char *named = NULL, *function = NULL;
	size_t open = NOWHERE;

	m->around = arena_array(m->memory, m->lx.n_tokens + 1, sizeof(*m->around));
	if (!m->around)
		return err_set(m->e, -ENOMEM, "mutations: out of memory");
	for (size_t i = 0; i < m->lx.n_tokens; i++) {
		struct around *a = &m->around[i];

		*a = (struct around){ NOWHERE, open, function };
		if (token(m, i)->directive)
			continue;
		if (open == NOWHERE && name_before(m, i, &named) < 0)
			return m->e->code;
		if (open == NOWHERE && is(m, i, "{"))
			function = i > 0 && is(m, i - 1, ")") ? named : NULL;
		if (opens(token(m, i))) {
			open = i;
		} else if (closes(token(m, i)) && open != NOWHERE) {
			a->match = open;
			m->around[open].match = i;
			a->inside = open = m->around[open].inside;
			function = open == NOWHERE ? NULL : function;
		}
	}
	return 0;
}

/* ---- making one -------------------------------------------------------------------------------------------------- */

char *mutation_squeeze(struct arena *memory, const char *text, size_t len)
{
	char *out = arena_strndup(memory, text, len);
	size_t n = 0;

	for (size_t i = 0; out && i < len; i++) {
		if (!isspace((unsigned char)text[i]))
			out[n++] = text[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (out)
		out[n > 0 && out[n - 1] == ' ' ? n - 1 : n] = 0;
	return out;
}

/* The first line of the edit, before and after it. */
static bool keep_lines(struct maker *m, struct mutation *x)
{
	const char *text = m->text, *end = text + m->lx.source_len, *from = text + x->offset;
	const char *edited = from + x->length, *line = from, *stop;
	const size_t kept = strcspn(x->after, "\n");
	cleanup_buf struct buf b;

	buf_init(&b, LEXER_BYTES_MAX);
	while (line > text && line[-1] != '\n')
		line--;
	for (stop = line; stop < end && *stop != '\n'; stop++)
		;
	x->from = mutation_squeeze(m->memory, line, (size_t)(stop - line));
	buf_append(&b, line, (size_t)(from - line));
	buf_append(&b, x->after, kept);
	if (!x->after[kept] && edited < stop)
		buf_append(&b, edited, (size_t)(stop - edited));
	if (b.failed)
		return false;
	x->to = mutation_squeeze(m->memory, b.data ? b.data : "", b.len);
	return x->from && x->to;
}

static bool is_made(const struct maker *m, const struct mutation *x)
{
	const struct mutation *made = (const void *)m->made.data;
	const size_t n = m->made.len / sizeof(*made);

	for (size_t i = 0; i < n; i++)
		if (made[i].offset == x->offset && made[i].length == x->length && !strcmp(made[i].after, x->after))
			return true;
	return false;
}

/* The source from token `first` to token `last` becomes this text, with as many line ends behind it as are lost. */
static int put(struct maker *m, size_t first, size_t last, const char *after)
{
	const struct token *a = token(m, first), *z = token(m, last);
	struct mutation x = { .class = m->class, .offset = a->offset, .length = z->offset + z->length - a->offset };
	cleanup_buf struct buf text;

	buf_init(&text, LEXER_BYTES_MAX);
	buf_puts(&text, after);
	if (!strchr(after, '\n'))
		for (size_t i = 0; i < x.length; i++)
			if (m->text[x.offset + i] == '\n')
				buf_putc(&text, '\n');
	x.line = a->line;
	x.column = a->column;
	x.function = m->around[first].function;
	x.before = arena_strndup(m->memory, m->text + x.offset, x.length);
	x.after = text.failed ? NULL : arena_strndup(m->memory, text.data ? text.data : "", text.len);
	if (!x.before || !x.after || !keep_lines(m, &x))
		return err_set(m->e, -ENOMEM, "mutations: out of memory");
	if (is_made(m, &x))
		return 0;
	if (buf_append(&m->made, &x, sizeof(x)) < 0)
		return m->made.failed == -EMSGSIZE ? err_set(m->e, -E2BIG, "more than %u mutations", MUTATIONS_MAX)
						   : buf_error(&m->made, "mutations", m->e);
	return 0;
}

/* The same with the old text in it: "%s" would be a stranger's format. */
static int wrap(struct maker *m, size_t first, size_t last, const char *before, const char *behind)
{
	const struct token *a = token(m, first), *z = token(m, last);
	const char *after = arena_printf(m->memory, "%s%.*s%s", before, (int)(z->offset + z->length - a->offset),
					 m->text + a->offset, behind);

	return after ? put(m, first, last, after) : err_set(m->e, -ENOMEM, "mutations: out of memory");
}

/* ---- operators --------------------------------------------------------------------------------------------------- */

struct swap {
	const char *from, *to;
};

static int swap_by(struct maker *m, size_t i, const struct swap *swaps)
{
	for (; swaps->from; swaps++)
		if (is(m, i, swaps->from))
			return put(m, i, i, swaps->to);
	return 0;
}

static int make_boundary(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "<", "<=" }, { "<=", "<" }, { ">", ">=" }, { ">=", ">" }, { 0 } };

	return swap_by(m, i, swaps);
}

static int make_comparison(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "==", "!=" }, { "!=", "==" }, { "<", ">" }, { ">", "<" },
					     { "<=", ">=" }, { ">=", "<=" }, { 0 } };

	return swap_by(m, i, swaps);
}

static int make_logical(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "&&", "||" }, { "||", "&&" }, { 0 } };

	return swap_by(m, i, swaps);
}

static int make_arithmetic(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "+", "-" },   { "-", "+" },   { "*", "/" },   { "/", "*" },
					     { "%", "/" },   { "+=", "-=" }, { "-=", "+=" }, { "*=", "+=" },
					     { "/=", "*=" }, { "%=", "/=" }, { 0 } };

	return is_binary(m, i) ? swap_by(m, i, swaps) : 0;
}

static int make_bits(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "&", "|" },     { "|", "&" },     { "^", "|" },   { "<<", ">>" },
					     { ">>", "<<" },   { "&=", "|=" },   { "|=", "&=" }, { "^=", "|=" },
					     { "<<=", ">>=" }, { ">>=", "<<=" }, { 0 } };

	return is_binary(m, i) ? swap_by(m, i, swaps) : 0;
}

/* What has one operand is left out; "!=" and "->" are tokens of their own. */
static int make_sign(struct maker *m, size_t i)
{
	if (is(m, i, "!") || is(m, i, "~") || (is(m, i, "-") && i > 0 && !is_binary(m, i)))
		return put(m, i, i, "");
	return 0;
}

static int make_step(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "++", "--" }, { "--", "++" }, { 0 } };

	return swap_by(m, i, swaps);
}

/* ---- constants --------------------------------------------------------------------------------------------------- */

/* A whole number as C writes it; *digits: so many bytes of it are not its suffix. */
static bool read_whole(const struct token *t, uint64_t *value, size_t *digits, bool *hex)
{
	char text[32], *end;

	if (t->kind != TOKEN_NUMBER || t->size >= sizeof(text))
		return false;
	memcpy(text, t->text, t->size);
	text[t->size] = 0;
	*hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	errno = 0;
	*value = strtoull(text, &end, 0);
	*digits = (size_t)(end - text);
	return errno == 0 && end > text && strspn(end, "uUlL") == strlen(end);
}

static int put_number(struct maker *m, size_t i, const char *sign, uint64_t value)
{
	const struct token *t = token(m, i);
	uint64_t ignored;
	size_t digits = 0;
	bool hex = false;
	char text[64];

	(void)read_whole(t, &ignored, &digits, &hex);
	snprintf(text, sizeof(text), hex ? "%s0x%" PRIx64 "%.*s" : "%s%" PRIu64 "%.*s", sign, value,
		 (int)(t->size - digits), t->text + digits);
	return put(m, i, i, text);
}

/* One more and one less. An array that is declared one larger is the same program. */
static int make_number(struct maker *m, size_t i)
{
	const size_t open = m->around[i].inside;
	uint64_t value;
	size_t digits;
	bool hex;

	if (!read_whole(token(m, i), &value, &digits, &hex))
		return 0;
	if (value < UINT64_MAX && !(open != NOWHERE && is(m, open, "[") && declares_array(m, open)) &&
	    put_number(m, i, "", value + 1) < 0)
		return m->e->code;
	if (value == 0)
		return put_number(m, i, i > 0 && is(m, i - 1, "-") ? " -" : "-", 1);
	return put_number(m, i, "", value - 1);
}

static int make_character(struct maker *m, size_t i)
{
	const struct token *t = token(m, i);
	char text[8];

	if (t->kind != TOKEN_CHARACTER)
		return 0;
	if (t->size != 3 || !isalnum((unsigned char)t->text[1]))
		return put(m, i, i, "'x'");
	snprintf(text, sizeof(text), "'%c'", strchr("zZ9", t->text[1]) ? t->text[1] - 1 : t->text[1] + 1);
	return put(m, i, i, text);
}

static int make_constant(struct maker *m, size_t i)
{
	static const struct swap words[] = { { "true", "false" }, { "false", "true" }, { 0 } };
	uint64_t value;
	size_t digits;
	bool hex;

	if (read_whole(token(m, i), &value, &digits, &hex) && value > 1)
		return put_number(m, i, "", 0);
	return is_name(m, i) ? swap_by(m, i, words) : make_character(m, i);
}

static int make_index(struct maker *m, size_t i)
{
	const size_t close = is(m, i, "[") ? m->around[i].match : NOWHERE;
	const bool is_one = close == i + 2;
	const char *before = is_one ? "" : "(";

	if (close == NOWHERE || close == i + 1 || !is_binary(m, i) || declares_array(m, i) ||
	    (is_one && token(m, i + 1)->kind == TOKEN_NUMBER))
		return 0;
	if (wrap(m, i + 1, close - 1, before, is_one ? " + 1" : ") + 1") < 0)
		return m->e->code;
	return wrap(m, i + 1, close - 1, before, is_one ? " - 1" : ") - 1");
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

/* The part of a "for" that says how long, which stands between its semicolons. */
static int negate_middle(struct maker *m, size_t open, size_t close)
{
	size_t semicolons[2], n = 0;

	for (size_t i = open + 1; i < close; i++)
		if (is(m, i, ";") && m->around[i].inside == open && n < 2)
			semicolons[n++] = i;
	if (n < 2 || semicolons[1] == semicolons[0] + 1)
		return 0;
	return wrap(m, semicolons[0] + 1, semicolons[1] - 1, "!(", ")");
}

static int make_condition(struct maker *m, size_t i)
{
	static const char *const words[] = { "if", "while", NULL };
	const size_t open = i + 1, close = is(m, open, "(") ? m->around[open].match : NOWHERE;

	if (close == NOWHERE || close == open + 1)
		return 0;
	if (is(m, i, "for"))
		return negate_middle(m, open, close);
	return is_one_of(m, i, words) ? wrap(m, open + 1, close - 1, "!(", ")") : 0;
}

static bool ends_label(const struct maker *m, size_t i)
{
	static const char *const ends[] = { ";", "{", "}", "?", NULL };

	if (!is(m, i, ":"))
		return false;
	while (i > 0 && !is_one_of(m, i - 1, ends))
		i--;
	return i == 0 || !is(m, i - 1, "?");
}

/* The ";" that ends the statement which begins at token `i`, or NOWHERE: none does, or it has a head or declares. */
static size_t statement_end(const struct maker *m, size_t i)
{
	static const char *const ends[] = { ";", "{", "}", "else", "do", NULL };
	static const char *const heads[] = { ";",  "}",    "{",    "if",      "for",    "while",
					     "do", "else", "case", "default", "switch", "_Static_assert",
					     NULL };
	const struct around *a = &m->around[i];
	static const char *const jumps[] = { "return", "goto", NULL };

	if (!a->function || i == 0 || a->inside == NOWHERE || !is(m, a->inside, "{"))
		return NOWHERE;
	if (!is_one_of(m, i - 1, ends) && !ends_head(m, i - 1) && !ends_label(m, i - 1))
		return NOWHERE;
	if (is_one_of(m, i, heads) || is_type_word(m, i) || (is_name(m, i) && is(m, i + 1, ":")))
		return NOWHERE;
	if (is_name(m, i) && !is_one_of(m, i, jumps) && (is_name(m, i + 1) || (is(m, i + 1, "*") && is_name(m, i + 2))))
		return NOWHERE;
	while (i < m->lx.n_tokens && !is(m, i, ";") && !is(m, i, "}"))
		i = opens(token(m, i)) && m->around[i].match != NOWHERE ? m->around[i].match + 1 : i + 1;
	return is(m, i, ";") ? i : NOWHERE;
}

static bool is_free(const struct maker *m, size_t i)
{
	return is(m, i, "free") && is(m, i + 1, "(");
}

/* The last return of a function stays: what comes when a function runs over its end is no fault of one's own. */
static int make_statement(struct maker *m, size_t i)
{
	const size_t end = statement_end(m, i);

	if (end == NOWHERE || is_free(m, i))
		return 0;
	if (is(m, i, "return") && is(m, end + 1, "}") && m->around[end + 1].inside == NOWHERE)
		return 0;
	return put(m, i, end, ";");
}

static int make_free(struct maker *m, size_t i)
{
	const size_t end = is_free(m, i) ? statement_end(m, i) : NOWHERE;

	return end == NOWHERE ? 0 : put(m, i, end, ";");
}

static int make_jump(struct maker *m, size_t i)
{
	static const struct swap swaps[] = { { "break", "continue" }, { "continue", "break" }, { 0 } };

	return swap_by(m, i, swaps);
}

/* What is returned becomes 0; what is a constant already has its own class. */
static int make_result(struct maker *m, size_t i)
{
	static const char *const constants[] = { "true", "false", "NULL", NULL };
	const size_t end = is(m, i, "return") ? statement_end(m, i) : NOWHERE;

	if (end == NOWHERE || end == i + 1 ||
	    (end == i + 2 && (is_one_of(m, i + 1, constants) || token(m, i + 1)->kind == TOKEN_NUMBER)))
		return 0;
	return put(m, i + 1, end - 1, "0");
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static const struct {
	struct mutation_class class;
	/* Puts what can be made of this class where the token `i` begins it. */
	int (*make)(struct maker *m, size_t i);
} table[MUTATION_CLASSES] = {
	{ { "boundary", "< for <=, >= for >, and back" }, make_boundary },
	{ { "comparison", "== for !=, < for >, and back" }, make_comparison },
	{ { "condition", "the condition of an if or a loop is negated" }, make_condition },
	{ { "logical", "&& for ||, and back" }, make_logical },
	{ { "arithmetic", "+ for -, * for / and the like" }, make_arithmetic },
	{ { "bits", "& for |, << for >> and the like" }, make_bits },
	{ { "sign", "a !, a ~ or a - before an operand is left out" }, make_sign },
	{ { "step", "++ for --, and back" }, make_step },
	{ { "number", "a number is one more, or one less" }, make_number },
	{ { "constant", "0 for a number, another character, true for false" }, make_constant },
	{ { "index", "an index is one more, or one less" }, make_index },
	{ { "statement", "a statement is left out" }, make_statement },
	{ { "free", "a call of free is left out" }, make_free },
	{ { "jump", "break for continue, and back" }, make_jump },
	{ { "result", "0 is returned" }, make_result },
};

const struct mutation_class *mutation_class(size_t i)
{
	return &table[i].class;
}

static int make_all(struct maker *m)
{
	for (size_t i = 0; i < m->lx.n_tokens; i++)
		for (m->class = 0; m->class < MUTATION_CLASSES && !token(m, i)->directive; m->class ++)
			if (table[m->class].make(m, i) < 0)
				return m->e->code;
	return 0;
}

int mutate_source(const char *text, size_t len, struct arena *memory, struct mutation **out, size_t *n, struct err *e)
{
	struct maker m = { .text = text, .memory = memory, .e = e };
	const size_t bytes = sizeof(struct mutation);
	struct mutation *made = NULL;
	int r = lexer_read(text, len, &m.lx, e);

	if (r < 0)
		return r;
	buf_init(&m.made, MUTATIONS_MAX * bytes);
	r = look_around(&m);
	if (!r)
		r = make_all(&m);
	if (!r) {
		made = arena_array(memory, m.made.len / bytes + 1, bytes);
		r = made ? 0 : err_set(e, -ENOMEM, "mutations: out of memory");
	}
	if (!r) {
		if (m.made.len)
			memcpy(made, m.made.data, m.made.len);
		*out = made;
		*n = m.made.len / bytes;
	}
	buf_clear(&m.made);
	lexed_clear(&m.lx);
	return r;
}

int mutation_apply(const struct mutation *m, const char *text, size_t len, struct buf *out, struct err *e)
{
	buf_append(out, text, m->offset);
	buf_puts(out, m->after);
	buf_append(out, text + m->offset + m->length, len - m->offset - m->length);
	return buf_error(out, "mutant", e);
}
