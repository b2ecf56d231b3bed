/* What is printed from a command table: for people, for programs, for the man page. */
#include "judge/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct cli_option PACK_OPTIONS[] = {
	{ OPTION_QUERY, 'q', "query", CLI_TEXT, "TEXT", .help = "hides the q of all commands" },
	{ 0 },
};

static const struct cli_option GLOBAL_OPTIONS[] = {
	{ OPTION_FORMAT, 0, "format", CLI_WORD, "text|json", .help = "print it so" },
	{ OPTION_QUIET, 'q', "quiet", CLI_NOTHING, .help = "less" },
	{ 0 },
};

static const struct cli_example EXAMPLES[] = { { "judge pack -q x", "packs x" }, { 0 } };

static const struct cli_command PACK = {
	.name = "pack",
	.summary = "pack files",
	.operands = "[FILE]...",
	.operand = CLI_FILE,
	.max_operands = 3,
	.options = PACK_OPTIONS,
	.details = "One sentence. And `code`.\n\n.second paragraph with a \\.",
	.examples = EXAMPLES,
};

static const struct cli_command *const COMMANDS[] = { &PACK, NULL };
static const struct cli_table TABLE = { COMMANDS, GLOBAL_OPTIONS };
static const struct terminal PLAIN = { .width = 60 };
static const struct terminal COLOUR = { .width = 60, .colour = true };

static void help__the_overview_lists_commands_and_options(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	help_overview(&TABLE, &PLAIN, &b);
	assert_string_equal(b.data, "usage: judge [OPTION]... COMMAND [ARGUMENT]...\n"
				    "\ncommands\n"
				    "  pack  pack files\n"
				    "\noptions of every command\n"
				    "      --format text|json  print it so\n"
				    "  -q, --quiet             less\n"
				    "\n`judge help COMMAND` says more of one, `man judge` all.\n");
}

static void help__a_command_is_explained(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	help_command(&TABLE, &PACK, &PLAIN, &b);
	assert_string_equal(b.data, "usage: judge pack [OPTION]... [FILE]...\n"
				    "\nPack files.\n"
				    "\nOne sentence. And `code`.\n"
				    "\n.second paragraph with a \\.\n"
				    "\noptions\n"
				    "  -q, --query TEXT        hides the q of all commands\n"
				    "\noptions of every command\n"
				    "      --format text|json  print it so\n"
				    "      --quiet             less\n"
				    "\nexamples\n"
				    "  judge pack -q x\n"
				    "      packs x\n");
}

static void help__headings_are_bold_in_colour(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	help_overview(&TABLE, &COLOUR, &b);
	assert_non_null(strstr(b.data, "\n\033[1mcommands\033[0m\n"));
}

static void help__no_line_is_wider_than_the_terminal(void **state)
{
	const struct terminal narrow = { .width = 50 };
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; CLI_TABLE.commands[i]; i++) {
		const struct cli_command *c = CLI_TABLE.commands[i];
		const char *examples;

		buf_reset(&b);
		help_command(&CLI_TABLE, c, &narrow, &b);
		/* Lines of examples are to be copied: they are never broken. */
		examples = strstr(b.data, "\nexamples\n");
		for (const char *p = b.data; *p && (!examples || p < examples); p += strcspn(p, "\n") + 1)
			assert_true(strcspn(p, "\n") <= 50);
	}
}

static void help__the_list_is_fields_parted_by_tabs(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	help_list(&TABLE, &b);
	assert_string_equal(b.data, "command\tpack\t[FILE]...\tpack files\n"
				    "option\t*\t--format\t\ttext|json\tprint it so\n"
				    "option\t*\t--quiet\t-q\t\tless\n"
				    "option\tpack\t--query\t-q\tTEXT\thides the q of all commands\n");
}

static void help__mdoc_begins_each_sentence_on_a_line_and_escapes(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	help_mdoc(&TABLE, &b);
	assert_string_equal(b.data, ".Sh COMMANDS\n.Bl -tag -width Ds\n"
				    ".It Cm pack Op Ar FILE Ns ...\n"
				    "Pack files.\n"
				    "One sentence.\nAnd \\fBcode\\fP.\n"
				    ".Pp\n"
				    "\\&.second paragraph with a \\e.\n"
				    ".Bl -tag -width Ds\n"
				    ".It Fl q , Fl \\-query Ar TEXT\nhides the q of all commands\n"
				    ".El\n"
				    ".El\n"
				    ".Sh OPTIONS\nEvery command takes these.\n"
				    ".Bl -tag -width Ds\n"
				    ".It Fl \\-format Ar text|json\nprint it so\n"
				    ".It Fl q , Fl \\-quiet\nless\n"
				    ".El\n");
}

static void help__mdoc_takes_operands_word_by_word(void **state)
{
	static const struct {
		const char *operands, *verbs, *line;
	} cases[] = {
		{ "", NULL, "\n.It Cm cage\n" },
		{ "ID", NULL, "\n.It Cm cage Ar ID\n" },
		{ "[ID]", NULL, "\n.It Cm cage Op Ar ID\n" },
		{ "bash|zsh", NULL, "\n.It Cm cage Ar bash|zsh\n" },
		{ "run CMD [ARG]...", "run", "\n.It Cm cage run Ar CMD Op Ar ARG Ns ...\n" },
	};
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct cli_command cage = { .name = "cage",
						  .summary = "run another program",
						  .operands = cases[i].operands,
						  .verbs = cases[i].verbs,
						  .details = "" };
		const struct cli_command *const commands[] = { &cage, NULL };
		const struct cli_table table = { commands, GLOBAL_OPTIONS };

		buf_reset(&b);
		help_mdoc(&table, &b);
		assert_non_null(strstr(b.data, cases[i].line));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help__the_overview_lists_commands_and_options),
		cmocka_unit_test(help__a_command_is_explained),
		cmocka_unit_test(help__headings_are_bold_in_colour),
		cmocka_unit_test(help__no_line_is_wider_than_the_terminal),
		cmocka_unit_test(help__the_list_is_fields_parted_by_tabs),
		cmocka_unit_test(help__mdoc_takes_operands_word_by_word),
		cmocka_unit_test(help__mdoc_begins_each_sentence_on_a_line_and_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
