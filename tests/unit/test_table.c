/* The command table keeps the rules that parsing, help and completion rely on. */
#include "judge/cli/cli.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define OPTIONS_MAX 200

/* All options of the table, those of every command first. */
static size_t all_options(const struct cli_option *all[OPTIONS_MAX])
{
	size_t n = 0;

	for (const struct cli_option *o = CLI_TABLE.options; o->name; o++)
		all[n++] = o;
	for (size_t i = 0; CLI_TABLE.commands[i]; i++)
		for (const struct cli_option *o = CLI_TABLE.commands[i]->options; o && o->name; o++) {
			assert_true(n < OPTIONS_MAX);
			all[n++] = o;
		}
	return n;
}

static void table__an_option_is_the_same_kind_of_thing_in_every_command(void **state)
{
	const struct cli_option *all[OPTIONS_MAX];
	size_t n = all_options(all);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			bool same_name = !strcmp(all[i]->name, all[j]->name);

			assert_int_equal(same_name, all[i]->id == all[j]->id);
			if (same_name)
				assert_int_equal(all[i]->kind, all[j]->kind);
		}
}

static void table__letters_are_unique_in_a_command(void **state)
{
	(void)state;
	for (size_t i = 0; CLI_TABLE.commands[i]; i++)
		for (const struct cli_option *o = CLI_TABLE.commands[i]->options; o && o->name; o++)
			for (const struct cli_option *p = CLI_TABLE.commands[i]->options; p < o; p++)
				assert_true(!o->letter || o->letter != p->letter);
}

static void table__options_are_whole(void **state)
{
	const struct cli_option *all[OPTIONS_MAX];
	size_t n = all_options(all);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct cli_option *o = all[i];

		assert_true((unsigned)o->id < OPTION_COUNT);
		assert_int_equal(o->kind == CLI_NOTHING, !o->value);
		assert_int_equal(o->kind == CLI_NUMBER || o->kind == CLI_DURATION || o->kind == CLI_BYTES, o->max > 0);
		assert_true(o->min <= o->max);
		assert_non_null(o->help);
		assert_true(islower((unsigned char)o->help[0]) || strncmp(o->help, "N", 1) == 0);
		assert_true(o->help[strlen(o->help) - 1] != '.');
		for (const char *p = o->name; *p; p++)
			assert_true(islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '-');
	}
}

static void table__commands_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; CLI_TABLE.commands[i]; i++) {
		const struct cli_command *c = CLI_TABLE.commands[i];

		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(c->name, CLI_TABLE.commands[j]->name);
		assert_non_null(c->run);
		assert_true(islower((unsigned char)c->summary[0]));
		assert_true(c->summary[strlen(c->summary) - 1] != '.');
		assert_true(strlen(c->name) + strlen(c->summary) < 80);
		assert_true(c->min_operands <= c->max_operands);
		assert_int_equal(c->max_operands == 0, !*c->operands);
		assert_int_equal(c->operand == CLI_WORD, c->words != NULL);
		/* The usage line begins with a verb, and the program's own words are more operands. */
		assert_true(!c->verbs || strspn(c->operands, "abcdefghijklmnopqrstuvwxyz") > 0);
		assert_true(c->own_operands <= c->min_operands);
		assert_true(!c->own_operands || c->max_operands == SIZE_MAX);
		for (const char *p = c->details; *p; p++)
			assert_true(*p != '\n' || p[1] == '\n' || p[-1] == '\n');
		for (const struct cli_example *x = c->examples; x && x->line; x++)
			assert_non_null(strstr(x->line, "judge "));
	}
}

static void table__every_example_can_be_parsed(void **state)
{
	(void)state;
	for (size_t i = 0; CLI_TABLE.commands[i]; i++)
		for (const struct cli_example *x = CLI_TABLE.commands[i]->examples; x && x->line; x++) {
			struct err e = ERR_INIT;
			struct cli cli;
			char text[256], *argv[32];
			int argc = 0;

			/* From "judge" on, up to what a shell takes for itself. */
			snprintf(text, sizeof(text), "%s", strstr(x->line, "judge "));
			text[strcspn(text, ">)|")] = 0;
			for (char *p = text; *p; p += strspn(p, " ")) {
				argv[argc++] = p;
				p += *p == '\'' ? 1 + strcspn(p + 1, "'") : strcspn(p, " ");
				p += *p == '\'';
				if (*p)
					*p++ = 0;
			}
			argv[argc] = NULL;
			assert_int_equal(cli_parse(&CLI_TABLE, argc, argv, &cli, &e), 0);
			assert_non_null(cli.command);
			cli_clear(&cli);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table__an_option_is_the_same_kind_of_thing_in_every_command),
		cmocka_unit_test(table__letters_are_unique_in_a_command),
		cmocka_unit_test(table__options_are_whole),
		cmocka_unit_test(table__commands_are_whole),
		cmocka_unit_test(table__every_example_can_be_parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
