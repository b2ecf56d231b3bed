/*
 * help: the command table in words: for people, for programs, for the man page.
 *
 * Nothing here knows a command by name. What these functions print is all that there is to say of one in its row of
 * the table, so that a new option is in the help, in the completion and in the man page as soon as it can be parsed.
 */
#include "judge/cli/cli.h"
#include "judge/cli/wrap.h"

#include <ctype.h>
#include <string.h>

#define LABEL_MAX      27u  /* columns; a longer label has its help on the next line */
#define PROSE_MAX      100u /* columns; longer lines are hard to read */
#define OPTIONS_INDENT 2u

static unsigned prose(const struct terminal *t)
{
	return t->width < PROSE_MAX ? t->width : PROSE_MAX;
}

static void heading(const struct terminal *t, const char *text, struct buf *b)
{
	buf_printf(b, "\n%s%s%s\n", sgr(t, SGR_BOLD), text, sgr(t, SGR_RESET));
}

/* A label with its words behind it, which begin in column `at`. */
static void definition(const char *label, const char *words, size_t at, unsigned width, struct buf *b)
{
	char blanks[LABEL_MAX + 8];
	struct wrap_indent indent = { .first = blanks, .rest = blanks };
	size_t n = at < sizeof(blanks) ? at : sizeof(blanks) - 1;

	memset(blanks, ' ', n);
	blanks[n] = 0;
	wrap_blanks(b, OPTIONS_INDENT);
	buf_puts(b, label);
	if (OPTIONS_INDENT + strlen(label) + 2 > at) {
		buf_putc(b, '\n');
	} else {
		wrap_blanks(b, at - OPTIONS_INDENT - strlen(label));
		indent.first = "";
	}
	wrap_text(b, words, strlen(words), width, &indent, false);
}

/* "-o, --output FILE"; `hidden`: a letter that means something else in this command. */
static void option_label(const struct cli_option *o, bool hidden, char *label, size_t room)
{
	char letter[8] = "    ";

	if (o->letter && !hidden)
		snprintf(letter, sizeof(letter), "-%c, ", o->letter);
	snprintf(label, room, "%s--%s%s%s", letter, o->name, o->value ? " " : "", o->value ? o->value : "");
}

static bool takes_letter(const struct cli_option *set, char letter)
{
	for (; set && set->name; set++)
		if (letter && set->letter == letter)
			return true;
	return false;
}

static size_t longest_label(const struct cli_option *set, size_t longest)
{
	char label[80];

	for (; set && set->name; set++) {
		option_label(set, false, label, sizeof(label));
		if (strlen(label) > longest && strlen(label) <= LABEL_MAX)
			longest = strlen(label);
	}
	return longest;
}

/* `own`: options of the command that hide a letter of `set`; NULL = none. */
static void options(const struct cli_option *set, const struct cli_option *own, size_t at, const struct terminal *t,
		    struct buf *b)
{
	char label[80];

	for (; set && set->name; set++) {
		option_label(set, takes_letter(own, set->letter), label, sizeof(label));
		definition(label, set->help, at, prose(t), b);
	}
}

void help_overview(const struct cli_table *table, const struct terminal *t, struct buf *b)
{
	size_t longest = 0;

	for (size_t i = 0; table->commands[i]; i++)
		if (strlen(table->commands[i]->name) > longest)
			longest = strlen(table->commands[i]->name);
	buf_puts(b, "usage: judge [OPTION]... COMMAND [ARGUMENT]...\n");
	heading(t, "commands", b);
	for (size_t i = 0; table->commands[i]; i++)
		definition(table->commands[i]->name, table->commands[i]->summary, OPTIONS_INDENT + longest + 2,
			   prose(t), b);
	heading(t, "options of every command", b);
	options(table->options, NULL, OPTIONS_INDENT + longest_label(table->options, 0) + 2, t, b);
	buf_puts(b, "\n`judge help COMMAND` says more of one, `man judge` all.\n");
}

/* The summary as a sentence. */
static void sentence(const char *summary, unsigned width, struct buf *b)
{
	cleanup_buf struct buf text;

	buf_init(&text, CLI_TEXT_MAX);
	buf_printf(&text, "%c%s.", toupper((unsigned char)summary[0]), summary + 1);
	wrap_text(b, text.data, text.len, width, NULL, false);
}

static void paragraphs(const char *text, unsigned width, struct buf *b)
{
	for (const char *p = text; *p;) {
		const char *end = strstr(p, "\n\n");
		size_t n = end ? (size_t)(end - p) : strlen(p);

		buf_putc(b, '\n');
		wrap_text(b, p, n, width, NULL, false);
		p += end ? n + 2 : n;
	}
}

void help_command(const struct cli_table *table, const struct cli_command *c, const struct terminal *t, struct buf *b)
{
	size_t at = OPTIONS_INDENT + longest_label(c->options, longest_label(table->options, 0)) + 2;
	static const struct wrap_indent indent = { "      ", "      " };

	buf_printf(b, "usage: judge %s [OPTION]...%s%s\n", c->name, *c->operands ? " " : "", c->operands);
	buf_putc(b, '\n');
	sentence(c->summary, prose(t), b);
	paragraphs(c->details, prose(t), b);
	if (c->options) {
		heading(t, "options", b);
		options(c->options, NULL, at, t, b);
	}
	heading(t, "options of every command", b);
	options(table->options, c->options, at, t, b);
	if (c->examples)
		heading(t, "examples", b);
	for (const struct cli_example *x = c->examples; x && x->line; x++) {
		buf_printf(b, "  %s\n", x->line);
		wrap_text(b, x->what, strlen(x->what), prose(t), &indent, false);
	}
}

/* ---- for programs ------------------------------------------------------------------------------------------------ */

static void list_options(const char *command, const struct cli_option *set, struct buf *b)
{
	for (; set && set->name; set++) {
		buf_printf(b, "option\t%s\t--%s\t", command, set->name);
		if (set->letter)
			buf_printf(b, "-%c", set->letter);
		buf_printf(b, "\t%s\t%s\n", set->value ? set->value : "", set->help);
	}
}

void help_list(const struct cli_table *table, struct buf *b)
{
	for (size_t i = 0; table->commands[i]; i++)
		buf_printf(b, "command\t%s\t%s\t%s\n", table->commands[i]->name, table->commands[i]->operands,
			   table->commands[i]->summary);
	list_options("*", table->options, b);
	for (size_t i = 0; table->commands[i]; i++)
		list_options(table->commands[i]->name, table->commands[i]->options, b);
}

/* ---- for the man page -------------------------------------------------------------------------------------------- */

/* One line of text: a dot or quote in front would be a request, a backslash an escape; `code` is set in bold. */
static void mdoc_line(const char *p, size_t n, struct buf *b)
{
	bool bold = false;

	if (*p == '.' || *p == '\'')
		buf_puts(b, "\\&");
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '`')
			buf_puts(b, (bold = !bold) ? "\\fB" : "\\fP");
		else if (p[i] == '\\')
			buf_puts(b, "\\e");
		else if (p[i] == '-')
			buf_puts(b, "\\-");
		else
			buf_putc(b, p[i]);
	}
	buf_putc(b, '\n');
}

/* Each sentence begins on a line of its own, as mdoc wants it. */
static void mdoc_text(const char *text, size_t n, struct buf *b)
{
	const char *end = text + n;

	while (text < end) {
		const char *stop = text;

		while (stop < end && !(stop[0] == '.' && (stop + 1 == end || stop[1] == ' ')))
			stop++;
		mdoc_line(text, (size_t)(stop - text) + (stop < end), b);
		text = stop < end ? stop + 1 : end;
		while (text < end && *text == ' ')
			text++;
	}
}

static void mdoc_options(const struct cli_option *set, struct buf *b)
{
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (; set->name; set++) {
		buf_puts(b, ".It ");
		if (set->letter)
			buf_printf(b, "Fl %c , ", set->letter);
		buf_printf(b, "Fl \\-%s", set->name);
		if (set->value)
			buf_printf(b, " Ar %s", set->value);
		buf_putc(b, '\n');
		mdoc_text(set->help, strlen(set->help), b);
	}
	buf_puts(b, ".El\n");
}

/* Word by word: "FILE..." -> "Ar FILE...", "[ID]..." -> "Op Ar ID Ns ...". A verb is a part of the command's name. */
static void mdoc_operands(const struct cli_command *c, struct buf *b)
{
	for (const char *p = c->operands; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (*p == '[')
			buf_printf(b, " Op Ar %.*s%s", (int)strcspn(p + 1, "]"), p + 1,
				   p[n - 1] == '.' ? " Ns ..." : "");
		else
			buf_printf(b, "%s %.*s", c->verbs && p == c->operands ? "" : " Ar", (int)n, p);
		p += n;
	}
}

static void mdoc_command(const struct cli_command *c, struct buf *b)
{
	buf_printf(b, ".It Cm %s", c->name);
	mdoc_operands(c, b);
	buf_printf(b, "\n%c%s.\n", toupper((unsigned char)c->summary[0]), c->summary + 1);
	for (const char *p = c->details; *p;) {
		const char *end = strstr(p, "\n\n");
		size_t n = end ? (size_t)(end - p) : strlen(p);

		buf_puts(b, p == c->details ? "" : ".Pp\n");
		mdoc_text(p, n, b);
		p += end ? n + 2 : n;
	}
	if (c->options)
		mdoc_options(c->options, b);
}

void help_mdoc(const struct cli_table *table, struct buf *b)
{
	buf_puts(b, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; table->commands[i]; i++)
		mdoc_command(table->commands[i], b);
	buf_puts(b, ".El\n.Sh OPTIONS\nEvery command takes these.\n");
	mdoc_options(table->options, b);
}
