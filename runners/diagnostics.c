/*
 * diagnostics: lines of a compiler to things that can be listed.
 *
 * A line is read from the left: a place, or the name of a program, then a word for how bad it is, then the text. The
 * candidate's own file names are looked for first, since one may hold blanks, colons and numbers. The output is walked
 * through twice, for errors and then for the rest, so that a thousand warnings never hide the one error.
 *
 * What it stops: escape sequences, text of any length, paths that tell how host and box are laid out. What it does
 * not: a candidate who makes a compiler print what looks like a message. That fools only the candidate.
 */
#include "runners/diagnostics.h"

#include "sandbox/base/text.h"

#include <errno.h>
#include <string.h>

#define COUNT(a)         (sizeof(a) / sizeof(*(a)))
#define LINE_BYTES_MAX   4096 /* of a line, what is behind is not looked at */
#define OPTION_BYTES_MAX 64

/* A piece of the output or of a buffer, without a NUL. */
struct span {
	const char *p;
	size_t n;
};

/* One line, understood. */
struct message {
	enum diagnostic_level level;
	const char *file; /* in cx->names, or NULL */
	uint32_t line, column;
	bool signature;     /* found in a signature check */
	struct span text;   /* in the output */
	struct span option; /* there too, without its "-W"; p NULL: none */
};

struct reader {
	const struct diagnostics_context *cx;
	struct arena *arena;
	struct diagnostics found;
	struct buf plain, words, shown; /* a text on its way: quotes made alike, put in our words, made safe */
	bool parent_is_listed;          /* was the last error or warning? Its notes go where it went */
	struct message unexplained; /* the first failed check of a signature that we have no words for, or no text */
};

/* ---- spans ---- */

static bool starts_with(struct span s, const char *prefix)
{
	const size_t n = strlen(prefix);

	return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

static struct span skip(struct span s, size_t n)
{
	return (struct span){ s.p + n, s.n - n };
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Offset of `word` in s, or s.n. */
static size_t find(struct span s, const char *word)
{
	const char *at = memmem(s.p, s.n, word, strlen(word));

	return at ? (size_t)(at - s.p) : s.n;
}

static bool equals(struct span s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

/* ---- places ---- */

/* The longest known name that s begins with, and that has one of `behind` behind it or nothing. */
static const struct diagnostics_name *known_name(const struct diagnostics_context *cx, struct span s,
						 const char *behind)
{
	const struct diagnostics_name *best = NULL;
	size_t best_n = 0;

	for (size_t i = 0; i < cx->n_names; i++) {
		const size_t n = strlen(cx->names[i].box);

		if (n <= best_n || n > s.n || memcmp(s.p, cx->names[i].box, n) != 0 ||
		    (n < s.n && !strchr(behind, s.p[n])))
			continue;
		best = &cx->names[i];
		best_n = n;
	}
	return best;
}

/* Of a path that is not known as a whole: the longest known name that it ends in. */
static const struct diagnostics_name *known_ending(const struct diagnostics_context *cx, struct span path)
{
	const struct diagnostics_name *best = NULL;
	size_t best_n = 0;

	for (size_t i = 0; i < cx->n_names; i++) {
		const size_t n = strlen(cx->names[i].box);

		if (n <= best_n || n >= path.n || path.p[path.n - n - 1] != '/' ||
		    memcmp(path.p + path.n - n, cx->names[i].box, n) != 0)
			continue;
		best = &cx->names[i];
		best_n = n;
	}
	return best;
}

/* Bytes of ":<digits>" at the beginning of s, the number in *out (0 when it is too great to be one); 0 for none. */
static size_t take_number(struct span s, uint32_t *out)
{
	uint64_t v = 0;
	size_t i = 1;

	if (s.n < 2 || s.p[0] != ':' || !is_digit(s.p[1]))
		return 0;
	for (; i < s.n && is_digit(s.p[i]); i++)
		v = v > UINT32_MAX ? v : v * 10 + (uint64_t)(s.p[i] - '0');
	*out = v > UINT32_MAX ? 0 : (uint32_t)v;
	return i;
}

/* Bytes up to the first ":<digits>:", or s.n. */
static size_t unknown_name(struct span s)
{
	for (size_t i = 1; i < s.n; i++) {
		uint32_t ignored;
		const size_t n = s.p[i] == ':' ? take_number(skip(s, i), &ignored) : 0;

		if (n > 0 && i + n < s.n && s.p[i + n] == ':')
			return i;
	}
	return s.n;
}

static bool is_made_from_source(const struct diagnostics_name *name)
{
	const size_t n = strlen(name->box);

	return n > 2 && (!strcmp(name->box + n - 2, ".s") || !strcmp(name->box + n - 2, ".o"));
}

/* What stands between a name and the message: ":12:5: ", ":12: ", ":(.text+0x1c): ", ": ". False for anything else. */
static bool take_position(struct span *s, struct message *m, bool is_shown)
{
	uint32_t line = 0, column = 0;
	struct span rest = *s;

	if (rest.n > 1 && rest.p[1] == '(') {
		const size_t n = find(rest, ")");

		rest = skip(rest, n < rest.n ? n + 1 : n);
	} else {
		rest = skip(rest, take_number(rest, &line));
		rest = skip(rest, take_number(rest, &column));
	}
	if (rest.n == 0 || *rest.p != ':')
		return false;
	rest = skip(rest, 1);
	if (rest.n > 0 && *rest.p == ' ')
		rest = skip(rest, 1);
	if (is_shown) {
		m->line = line;
		m->column = line ? column : 0;
	}
	*s = rest;
	return true;
}

/* Takes a place at the beginning of s. A known name needs no number behind it, an unknown one does. */
static bool take_place(const struct diagnostics_context *cx, struct span *s, struct message *m, bool known_only)
{
	const struct diagnostics_name *name = known_name(cx, *s, ":");
	struct span rest = *s;
	size_t n;

	if (starts_with(rest, DIAGNOSTICS_SIGNATURE_FILE ":")) {
		m->signature = true;
		rest = skip(rest, strlen(DIAGNOSTICS_SIGNATURE_FILE));
	} else if (name) {
		rest = skip(rest, strlen(name->box));
	} else {
		n = known_only ? rest.n : unknown_name(rest);
		if (n == rest.n)
			return false;
		name = known_ending(cx, (struct span){ rest.p, n });
		rest = skip(rest, n);
	}
	/* Of a file that was made from the source the line says nothing to people. */
	if (!take_position(&rest, m, m->signature || (name && name->shown && !is_made_from_source(name))))
		return false;
	if (name)
		m->file = name->shown;
	*s = rest;
	return true;
}

/* Takes "/usr/bin/x86_64-linux-gnu-ld: " and its like. */
static bool take_program(struct span *s)
{
	static const char *const programs[] = { "ld",  "ld.bfd",   "ld.gold", "ld.lld", "as",
						"cc1", "collect2", "gcc",     "clang" };
	const size_t n = find(*s, ": ");
	struct span name = { s->p, n };

	if (n == s->n || memchr(s->p, ' ', n))
		return false;
	for (size_t i = n; i > 0; i--) {
		if (s->p[i - 1] == '/') {
			name = (struct span){ s->p + i, n - i };
			break;
		}
	}
	for (size_t i = 0; i < COUNT(programs); i++) {
		const size_t len = strlen(programs[i]);
		const bool ends = name.n > len && name.p[name.n - len - 1] == '-' &&
				  memcmp(name.p + name.n - len, programs[i], len) == 0;
		const bool begins = name.n > len && name.p[len] == '-' && memcmp(name.p, programs[i], len) == 0;

		if (!equals(name, programs[i]) && !ends && !begins)
			continue;
		*s = skip(*s, n + 2);
		return true;
	}
	return false;
}

/* ---- one line ---- */

static bool take_level(struct span *s, enum diagnostic_level *level)
{
	static const struct {
		const char *word;
		enum diagnostic_level level;
	} words[] = {
		{ "error: ", DIAGNOSTIC_ERROR },
		{ "fatal error: ", DIAGNOSTIC_ERROR },
		{ "internal compiler error: ", DIAGNOSTIC_ERROR },
		{ "sorry, unimplemented: ", DIAGNOSTIC_ERROR },
		{ "Error: ", DIAGNOSTIC_ERROR },       /* as */
		{ "Fatal error: ", DIAGNOSTIC_ERROR }, /* as */
		{ "warning: ", DIAGNOSTIC_WARNING },
		{ "Warning: ", DIAGNOSTIC_WARNING }, /* as */
		{ "note: ", DIAGNOSTIC_NOTE },
		{ "remark: ", DIAGNOSTIC_NOTE },
		{ "Info: ", DIAGNOSTIC_NOTE }, /* as */
		{ "NOTE: ", DIAGNOSTIC_NOTE }, /* ld */
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (!starts_with(*s, words[i].word))
			continue;
		*level = words[i].level;
		*s = skip(*s, strlen(words[i].word));
		return true;
	}
	return false;
}

/* Says that others have said something, or what nobody here can change. */
static bool is_idle(struct span text)
{
	static const char *const beginnings[] = {
		"ld returned ",
		"linker command failed",
		"all warnings being treated as errors",
		"some warnings being treated as errors",
		"each undeclared identifier is reported only once",
		"This behaviour is deprecated",
		"in function ",
		"Assembler messages:",
		"more undefined references to ",
	};

	/* The linker's "Scrt1.o: in function '_start':" before what it misses there. */
	if (memmem(text.p, text.n, ".o: in function ", 16))
		return true;
	for (size_t i = 0; i < COUNT(beginnings); i++) {
		if (starts_with(text, beginnings[i]))
			return true;
	}
	return text.n == 0;
}

/* Drops " [CWE-401]" from the end: a number in a catalogue says nothing to people. */
static void drop_weakness(struct span *text)
{
	size_t open = text->n;

	if (text->n < 2 || text->p[text->n - 1] != ']')
		return;
	while (open > 0 && text->p[open - 1] != '[')
		open--;
	if (open >= 2 && text->p[open - 2] == ' ' && starts_with(skip(*text, open), "CWE-"))
		text->n = open - 2;
}

/* Takes " [-Wunused-variable]" off the end; of "-Werror=x" and "-Werror,-Wx" what stays is -Wx. */
static void take_option(struct span *text, struct span *option)
{
	struct span inside;
	size_t open = text->n;

	if (text->n < 5 || text->p[text->n - 1] != ']')
		return;
	while (open > 0 && text->p[open - 1] != '[')
		open--;
	inside = (struct span){ text->p + open, text->n - 1 - open };
	if (open < 2 || text->p[open - 2] != ' ' || !starts_with(inside, "-W") || inside.n > OPTION_BYTES_MAX)
		return;
	for (size_t i = 0; i < inside.n; i++) {
		const char c = inside.p[i] | 0x20;

		if (!is_digit(inside.p[i]) && !(c >= 'a' && c <= 'z') && !memchr("-+=,", inside.p[i], 4))
			return;
	}
	text->n = open - 2;
	if (starts_with(inside, "-Werror,-W"))
		inside = skip(inside, strlen("-Werror,"));
	else if (starts_with(inside, "-Werror="))
		inside = skip(inside, strlen("-Werror=") - 2);
	*option = skip(inside, 2);
	drop_weakness(text);
}

/* Understands a line; false for one that is left out. */
static bool read_line(const struct diagnostics_context *cx, struct span line, struct message *m)
{
	bool program = false;

	*m = (struct message){ .level = DIAGNOSTIC_ERROR };
	if (line.n == 0 || *line.p == ' ' || starts_with(line, "In file included from "))
		return false;
	if (!take_place(cx, &line, m, true)) {
		struct span ahead;

		program = take_program(&line);
		ahead = line;
		if (!take_level(&ahead, &m->level))
			take_place(cx, &line, m, false);
	}
	/* Of ld: "/work/1.o:lru.c:12: …" */
	if (m->file && !m->line)
		take_place(cx, &line, m, !program);
	if (!take_level(&line, &m->level) && !program && !starts_with(line, "undefined reference to ") &&
	    !starts_with(line, "multiple definition of "))
		return false;
	take_option(&line, &m->option);
	m->text = line;
	return !is_idle(line);
}

/* ---- text ---- */

/* ‘x’ and `x' become 'x', so that one form is compared and shown. */
static void make_plain(struct buf *b, struct span s)
{
	buf_reset(b);
	for (size_t i = 0; i < s.n; i++) {
		const struct span rest = skip(s, i);

		if (starts_with(rest, "\xe2\x80\x98") || starts_with(rest, "\xe2\x80\x99")) {
			buf_putc(b, '\'');
			i += 2;
		} else if (s.p[i] == '`' && (i == 0 || s.p[i - 1] != '\'')) {
			buf_putc(b, '\'');
		} else {
			buf_putc(b, s.p[i] == '\t' ? ' ' : s.p[i]);
		}
	}
}

/* Bytes of an absolute path of two or more components at the beginning of s, or 0. */
static size_t path_length(struct span s)
{
	bool deeper = false;
	size_t n = 0;

	while (n < s.n && !strchr(" '\"()<>[],:;", s.p[n])) {
		deeper |= n > 0 && s.p[n] == '/';
		n++;
	}
	return s.n > 0 && *s.p == '/' && deeper ? n : 0;
}

/*
 * Paths of the box and of the host say nothing to the candidate and something to an attacker: only the last name is
 * kept.
 */
static void scrub(const struct diagnostics_context *cx, struct buf *b, struct span s)
{
	buf_reset(b);
	for (size_t i = 0; i < s.n;) {
		const bool begins = i == 0 || strchr(" '\"(<[,:;=", s.p[i - 1]);
		const struct span rest = skip(s, i);
		const struct diagnostics_name *known =
			begins && *rest.p == '/' ? known_name(cx, rest, " '\")>],:;") : NULL;
		const size_t n = begins ? path_length(rest) : 0;
		size_t from = n;

		if (known && known->shown) {
			buf_puts(b, known->shown);
			i += strlen(known->box);
		} else if (n > 0) {
			while (from > 1 && rest.p[from - 1] == '/')
				from--;
			while (from > 0 && rest.p[from - 1] != '/')
				from--;
			buf_append(b, rest.p + from, n - from);
			i += n;
		} else {
			buf_putc(b, s.p[i++]);
		}
	}
}

/* Made safe, and at most DIAGNOSTIC_TEXT_MAX bytes, cut between characters. */
static void make_shown(struct buf *b, const char *p, size_t n)
{
	static const char more[] = "…";
	size_t end = 0; /* so much leaves room for `more` */
	size_t i = 0;

	buf_reset(b);
	while (i < n && b->len <= DIAGNOSTIC_TEXT_MAX) {
		uint32_t cp;
		const size_t len = text_utf8_next(p + i, n - i, &cp);

		if (b->len <= DIAGNOSTIC_TEXT_MAX - strlen(more))
			end = b->len;
		text_escape(b, p + i, len ? len : 1, false);
		i += len ? len : 1;
	}
	if (b->len <= DIAGNOSTIC_TEXT_MAX)
		return;
	b->len = end;
	buf_puts(b, more);
}

/* The first 'name' in a text. */
static struct span quoted(struct span s)
{
	const size_t open = find(s, "'");
	struct span name = skip(s, open < s.n ? open + 1 : s.n);

	name.n = find(name, "'");
	return name;
}

static bool is_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i] | 0x20;

		if (!is_digit(s.p[i]) && !(c >= 'a' && c <= 'z') && s.p[i] != '_')
			return false;
	}
	return s.n > 0 && !is_digit(*s.p);
}

static bool is_signature(const struct diagnostics_context *cx, struct span name)
{
	for (size_t i = 0; i < cx->n_signatures; i++) {
		if (equals(name, cx->signatures[i].name))
			return true;
	}
	return false;
}

/*
 * The message of a static assertion. gcc prints it as a string literal, clang behind the condition that it does not
 * like.
 */
static struct span assertion_text(struct span s)
{
	size_t open = find(s, "\"");
	size_t end = s.n;

	if (open == s.n) {
		open = find(s, "': ");
		return open < s.n ? skip(s, open + 3) : s;
	}
	open++;
	if (end > open && s.p[end - 1] == '"')
		end--;
	return (struct span){ s.p + open, end - open };
}

/* What a failed check of a signature means, into `to`; false when there are no words of ours for it. */
static bool explain_signature(const struct diagnostics_context *cx, struct span s, struct buf *to)
{
	const struct span name = quoted(s);

	buf_reset(to);
	if (starts_with(s, "static assertion failed") || starts_with(s, "static_assert failed")) {
		const struct span text = assertion_text(s);

		for (size_t i = 0; i < text.n; i++) {
			i += text.p[i] == '\\' && i + 1 < text.n;
			buf_putc(to, text.p[i]);
		}
		return to->len > 0;
	}
	if (starts_with(s, "expected ')' before ")) {
		const struct span type = quoted(skip(s, strlen("expected ')' before ")));

		buf_printf(to, "the type '%.*s' is missing", (int)type.n, type.p);
		return is_name(type);
	}
	if (!is_name(name) || (find(s, "undeclared") == s.n && !starts_with(s, "unknown type name ")))
		return false;
	buf_printf(to, "the %s '%.*s' is missing", is_signature(cx, name) ? "function" : "type", (int)name.n, name.p);
	return true;
}

/* "undefined symbol: x" and "duplicate symbol: x" of lld in the words of ld, and of ld's only the first half. */
static void explain_link(struct span s, struct buf *to)
{
	static const struct {
		const char *begins, *means;
	} forms[] = {
		{ "undefined symbol: ", "undefined reference to" },
		{ "duplicate symbol: ", "multiple definition of" },
		{ "multiple definition of '", "multiple definition of" },
	};

	buf_reset(to);
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct span name;

		if (!starts_with(s, forms[i].begins))
			continue;
		name = skip(s, strlen(forms[i].begins));
		name.n = find(name, "'");
		buf_printf(to, "%s '%.*s'", forms[i].means, (int)name.n, name.p);
		return;
	}
	buf_append(to, s.p, s.n);
}

static struct span content(const struct buf *b)
{
	return (struct span){ b->data, b->len };
}

/* Puts the text of a message into r->shown; false when there are no words for it. */
static bool prepare_text(struct reader *r, const struct message *m)
{
	make_plain(&r->plain, m->text);
	if (!m->signature)
		explain_link(content(&r->plain), &r->words);
	else if (!explain_signature(r->cx, content(&r->plain), &r->words))
		return false;
	scrub(r->cx, &r->plain, content(&r->words));
	make_shown(&r->shown, r->plain.data, r->plain.len);
	return true;
}

/* ---- the list ---- */

static bool is_same(const struct diagnostic *a, const struct diagnostic *b)
{
	return a->level == b->level && a->line == b->line && a->column == b->column && !strcmp(a->text, b->text) &&
	       (a->file == b->file || (a->file && b->file && !strcmp(a->file, b->file)));
}

static bool is_listed(const struct reader *r, const struct diagnostic *d)
{
	for (size_t i = 0; i < r->found.n; i++) {
		if (is_same(&r->found.list[i], d))
			return true;
	}
	return false;
}

/* Lists a message, its text in r->shown. */
static int list_message(struct reader *r, const struct message *m, struct err *e)
{
	struct diagnostic d = { m->level, m->file, m->line, m->column, r->shown.data, NULL };

	if (m->level != DIAGNOSTIC_NOTE) {
		r->parent_is_listed = !is_listed(r, &d);
		if (!r->parent_is_listed)
			return 0;
	}
	if (r->found.n == DIAGNOSTICS_MAX) {
		r->found.n_dropped++;
		return 0;
	}
	d.text = arena_strndup(r->arena, r->shown.data, r->shown.len);
	d.file = arena_strdup(r->arena, m->file);
	if (m->option.p)
		d.option = arena_printf(r->arena, "-W%.*s", (int)m->option.n, m->option.p);
	if (!d.text || (m->file && !d.file) || (m->option.p && !d.option) || r->plain.failed == -ENOMEM ||
	    r->words.failed == -ENOMEM || r->shown.failed == -ENOMEM)
		return err_set(e, -ENOMEM, "diagnostics: out of memory");
	r->found.list[r->found.n++] = d;
	return 0;
}

/* A message that belongs to the walk at hand. */
static int take_message(struct reader *r, struct message *m, struct err *e)
{
	if (m->level == DIAGNOSTIC_NOTE && !r->parent_is_listed)
		return 0;
	if (m->signature) {
		if (m->level != DIAGNOSTIC_ERROR) {
			r->parent_is_listed &= m->level == DIAGNOSTIC_NOTE;
			return 0;
		}
		/* The place is in lines that the candidate has never seen. */
		m->file = NULL;
		m->line = m->column = 0;
		m->option.p = NULL;
	}
	if (prepare_text(r, m))
		return list_message(r, m, e);
	r->parent_is_listed = false;
	if (!r->unexplained.text.p)
		r->unexplained = *m;
	return 0;
}

/* One walk through the output: errors with what belongs to them, or all the rest. */
static int walk(struct reader *r, struct span output, bool errors, struct err *e)
{
	bool in_error = false;
	int failed = 0;

	r->parent_is_listed = true;
	while (output.n > 0 && failed == 0) {
		const char *end = memchr(output.p, '\n', output.n);
		const size_t n = end ? (size_t)(end - output.p) : output.n;
		const struct span line = { output.p, n < LINE_BYTES_MAX ? n : LINE_BYTES_MAX };
		struct message m;

		output = skip(output, end ? n + 1 : n);
		if (!read_line(r->cx, line, &m))
			continue;
		if (m.level != DIAGNOSTIC_NOTE)
			in_error = m.level == DIAGNOSTIC_ERROR;
		if (in_error == errors)
			failed = take_message(r, &m, e);
	}
	return failed;
}

/* Failed checks of signatures that nothing else explains: better the compiler's words than none. */
static int list_unexplained(struct reader *r, struct err *e)
{
	struct message m = r->unexplained;

	if (r->found.n > 0 || !m.text.p)
		return 0;
	m.signature = false;
	return take_message(r, &m, e);
}

int diagnostics_parse(const char *output, size_t len, const struct diagnostics_context *cx, struct arena *a,
		      struct diagnostics *out, struct err *e)
{
	struct reader r = { .cx = cx, .arena = a };
	int failed;

	r.found.list = arena_array(a, DIAGNOSTICS_MAX, sizeof(*r.found.list));
	if (!r.found.list)
		return err_set(e, -ENOMEM, "diagnostics: out of memory");
	buf_init(&r.plain, 2 * LINE_BYTES_MAX);
	buf_init(&r.words, 2 * LINE_BYTES_MAX);
	buf_init(&r.shown, DIAGNOSTIC_TEXT_MAX + 16); /* the character that is one too many */
	failed = walk(&r, (struct span){ output, len }, true, e);
	if (failed == 0)
		failed = list_unexplained(&r, e);
	if (failed == 0)
		failed = walk(&r, (struct span){ output, len }, false, e);
	buf_clear(&r.plain);
	buf_clear(&r.words);
	buf_clear(&r.shown);
	if (failed < 0)
		return failed;
	*out = r.found;
	return 0;
}
