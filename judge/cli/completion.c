/*
 * completion: the command table as scripts for bash and zsh.
 *
 * The scripts hold the words of the table. Only the ids of problems are asked for when they are needed (`judge list
 * --ids`), since they come and go; they are [a-z0-9_]+, so that a shell has nothing to expand in them. Files are left
 * to the shell, which knows how to quote their names.
 */
#include "judge/cli/cli.h"

#include <string.h>

/* "a|b|c" -> "a b c" */
static void words(const char *list, struct buf *b)
{
	for (; *list; list++)
		buf_putc(b, *list == '|' ? ' ' : *list);
}

static void command_names(const struct cli_table *table, struct buf *b)
{
	for (size_t i = 0; table->commands[i]; i++)
		buf_printf(b, "%s%s", i ? " " : "", table->commands[i]->name);
}

/* ---- bash -------------------------------------------------------------------------------------------------------- */

static void bash_value(const struct cli_table *table, enum cli_kind kind, const char *list, struct buf *b)
{
	switch (kind) {
	case CLI_FILE:
		buf_puts(b, "compopt -o default");
		break;
	case CLI_PROBLEM:
		buf_puts(b, "words=$(\"$1\" list --ids 2>/dev/null)");
		break;
	case CLI_PACKAGE:
		/* Files are offered where no id fits. */
		buf_puts(b, "words=$(\"$1\" list --ids 2>/dev/null); compopt -o default");
		break;
	case CLI_COMMAND:
		buf_puts(b, "words=\"");
		command_names(table, b);
		buf_puts(b, "\"");
		break;
	case CLI_WORD:
		buf_puts(b, "words=\"");
		words(list, b);
		buf_puts(b, "\"");
		break;
	case CLI_NOTHING:
	case CLI_TEXT:
	case CLI_NUMBER:
	case CLI_DURATION:
	case CLI_BYTES:
		buf_puts(b, ":");
		break;
	}
}

/* The operands of a command: where it has verbs, one of those first. At `i` the script has found the command. */
static void bash_operands(const struct cli_table *table, const struct cli_command *c, struct buf *b)
{
	if (c->verbs) {
		buf_puts(b, "if [[ \" ${COMP_WORDS[*]:i + 1:COMP_CWORD - i - 1} \" != *\" \"@(");
		buf_printf(b, "%s)\" \"* ]]; then words=\"", c->verbs);
		words(c->verbs, b);
		buf_puts(b, "\"; else ");
	}
	bash_value(table, c->operand, c->words, b);
	buf_puts(b, c->verbs ? "; fi" : "");
}

/* The branches "COMMAND:--name)" of the options that take a value; `command` is a pattern. */
static void bash_values(const struct cli_table *table, const char *command, const struct cli_option *set, struct buf *b)
{
	for (; set && set->name; set++) {
		if (set->kind == CLI_NOTHING)
			continue;
		buf_printf(b, "\t%s:--%s", command, set->name);
		if (set->letter)
			buf_printf(b, " | %s:-%c", command, set->letter);
		buf_puts(b, ") ");
		bash_value(table, set->kind, set->value, b);
		buf_puts(b, " ;;\n");
	}
}

static void bash_names(const struct cli_option *set, struct buf *b)
{
	for (; set && set->name; set++)
		buf_printf(b, " --%s", set->name);
}

/* The pattern of all options with a value, to be stepped over in looking for the command. */
static void bash_with_value(const struct cli_option *set, bool seen[OPTION_COUNT + 1], struct buf *b)
{
	for (; set && set->name; set++) {
		if (set->kind == CLI_NOTHING || seen[set->id])
			continue;
		buf_printf(b, "%s--%s", seen[OPTION_COUNT] ? " | " : "", set->name);
		seen[set->id] = seen[OPTION_COUNT] = true;
	}
}

static void bash_find_command(const struct cli_table *table, struct buf *b)
{
	bool seen[OPTION_COUNT + 1] = { false }; /* the last one: any */

	buf_puts(b, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		    "\t\tcase ${COMP_WORDS[i]} in\n"
		    "\t\t");
	bash_with_value(table->options, seen, b);
	for (size_t i = 0; table->commands[i]; i++)
		bash_with_value(table->commands[i]->options, seen, b);
	buf_puts(b, ")\n"
		    "\t\t\t((i++))\n"
		    "\t\t\t[[ ${COMP_WORDS[i]} == = ]] && ((i++))\n"
		    "\t\t\t;;\n"
		    "\t\t-?* | =) ;;\n"
		    "\t\t*)\n"
		    "\t\t\tcommand=${COMP_WORDS[i]}\n"
		    "\t\t\tbreak\n"
		    "\t\t\t;;\n"
		    "\t\tesac\n"
		    "\tdone\n");
}

void completion_bash(const struct cli_table *table, struct buf *b)
{
	buf_puts(b, "# Completion of judge for bash; `judge completion bash` printed it.\n"
		    "_judge()\n"
		    "{\n"
		    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= words= i\n"
		    "\tif [[ $cur == = ]]; then\n"
		    "\t\tcur=\n"
		    "\telif [[ $prev == = ]]; then\n"
		    "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
		    "\tfi\n");
	bash_find_command(table, b);
	buf_puts(b, "\tcase $command:$prev in\n");
	bash_values(table, "*", table->options, b);
	for (size_t i = 0; table->commands[i]; i++)
		bash_values(table, table->commands[i]->name, table->commands[i]->options, b);
	buf_puts(b, "\t*)\n"
		    "\t\tcase $command:$cur in\n");
	for (size_t i = 0; table->commands[i]; i++) {
		const struct cli_command *c = table->commands[i];

		buf_printf(b, "\t\t%s:-*) words=\"", c->name);
		bash_names(c->options, b);
		bash_names(table->options, b);
		buf_printf(b, "\" ;;\n\t\t%s:*) ", c->name);
		bash_operands(table, c, b);
		buf_puts(b, " ;;\n");
	}
	buf_puts(b, "\t\t:-*) words=\"");
	bash_names(table->options, b);
	buf_puts(b, "\" ;;\n\t\t:*) words=\"");
	command_names(table, b);
	buf_puts(b, "\" ;;\n"
		    "\t\tesac\n"
		    "\t\t;;\n"
		    "\tesac\n"
		    "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
		    "}\n"
		    "complete -F _judge judge\n");
}

/* ---- zsh --------------------------------------------------------------------------------------------------------- */

/* Inside of a specification in single quotes: what _arguments and _describe part words with is escaped. */
static void zsh_quoted(const char *s, struct buf *b)
{
	for (; *s; s++) {
		if (*s == '\'')
			buf_puts(b, "'\\'");
		else if (strchr("[]:\\", *s))
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
}

static void zsh_value(enum cli_kind kind, const char *list, struct buf *b)
{
	switch (kind) {
	case CLI_FILE:
		buf_puts(b, "file:_files");
		break;
	case CLI_PROBLEM:
		buf_puts(b, "problem:_judge_problems");
		break;
	case CLI_PACKAGE:
		buf_puts(b, "package:_judge_packages");
		break;
	case CLI_COMMAND:
		buf_puts(b, "command:_judge_commands");
		break;
	case CLI_WORD:
		buf_puts(b, "word:(");
		words(list, b);
		buf_putc(b, ')');
		break;
	case CLI_NOTHING:
	case CLI_TEXT:
	case CLI_NUMBER:
	case CLI_DURATION:
	case CLI_BYTES:
		buf_puts(b, "value: ");
		break;
	}
}

/* '(-q --quiet)'{-q,--quiet}'[help]' */
static void zsh_option(const struct cli_option *o, struct buf *b)
{
	bool value = o->kind != CLI_NOTHING;

	if (o->letter)
		buf_printf(b, "'(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter, value ? "+" : "", o->name,
			   value ? "=" : "");
	else
		buf_printf(b, "'--%s%s[", o->name, value ? "=" : "");
	zsh_quoted(o->help, b);
	buf_putc(b, ']');
	if (value) {
		buf_putc(b, ':');
		zsh_value(o->kind, o->value, b);
	}
	buf_putc(b, '\'');
}

static void zsh_options(const struct cli_option *set, const struct cli_option *own, const char *indent, struct buf *b)
{
	for (; set && set->name; set++) {
		struct cli_option shown = *set;

		for (const struct cli_option *o = own; o && o->name; o++)
			if (o->letter == shown.letter)
				shown.letter = 0;
		buf_puts(b, indent);
		zsh_option(&shown, b);
		buf_puts(b, " \\\n");
	}
}

static void zsh_command(const struct cli_table *table, const struct cli_command *c, struct buf *b)
{
	buf_printf(b, "\t\t%s)\n\t\t\t_arguments -S \\\n", c->name);
	zsh_options(c->options, NULL, "\t\t\t\t", b);
	zsh_options(table->options, c->options, "\t\t\t\t", b);
	if (c->verbs) {
		buf_puts(b, "\t\t\t\t'1:word:(");
		words(c->verbs, b);
		buf_puts(b, ")' \\\n");
	}
	buf_puts(b, "\t\t\t\t'");
	if (c->max_operands == 0)
		buf_puts(b, "*: :");
	else if (c->max_operands == 1)
		buf_puts(b, "1:");
	else
		buf_puts(b, "*:");
	if (c->max_operands > 0)
		zsh_value(c->operand, c->words, b);
	buf_puts(b, "'\n\t\t\t;;\n");
}

void completion_zsh(const struct cli_table *table, struct buf *b)
{
	buf_puts(b, "#compdef judge\n"
		    "# Completion of judge for zsh; `judge completion zsh` printed it.\n"
		    "_judge_problems()\n"
		    "{\n"
		    "\tlocal -a ids\n"
		    "\tids=(${(f)\"$($judge list --ids 2>/dev/null)\"})\n"
		    "\tcompadd -a ids\n"
		    "}\n"
		    "_judge_packages()\n"
		    "{\n"
		    "\t_judge_problems\n"
		    "\t_files\n"
		    "}\n"
		    "_judge_commands()\n"
		    "{\n"
		    "\tlocal -a commands\n"
		    "\tcommands=(\n");
	for (size_t i = 0; table->commands[i]; i++) {
		buf_printf(b, "\t\t'%s:", table->commands[i]->name);
		zsh_quoted(table->commands[i]->summary, b);
		buf_puts(b, "'\n");
	}
	buf_puts(b, "\t)\n"
		    "\t_describe command commands\n"
		    "}\n"
		    "_judge()\n"
		    "{\n"
		    "\tlocal context state line curcontext=$curcontext judge=$words[1]\n"
		    "\t_arguments -C \\\n");
	zsh_options(table->options, NULL, "\t\t", b);
	buf_puts(b, "\t\t'1:command:_judge_commands' \\\n"
		    "\t\t'*::argument:->argument'\n"
		    "\t[[ $state == argument ]] && case $words[1] in\n");
	for (size_t i = 0; table->commands[i]; i++)
		zsh_command(table, table->commands[i], b);
	buf_puts(b, "\tesac\n"
		    "}\n"
		    "if [[ $funcstack[1] == _judge ]]; then\n"
		    "\t_judge \"$@\"\n"
		    "else\n"
		    "\tcompdef _judge judge\n"
		    "fi\n");
}
