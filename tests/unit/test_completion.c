/* The completion scripts hold what the table holds; that shells complete by them is tested end to end. */
#include "judge/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct cli_option PACK_OPTIONS[] = {
	{ OPTION_PROBLEM, 0, "problem", CLI_PROBLEM, "ID", .help = "a [thing]: it's here" },
	{ OPTION_QUERY, 'q', "query", CLI_TEXT, "TEXT", .help = "hides the q of all commands" },
	{ 0 },
};

static const struct cli_option GLOBAL_OPTIONS[] = {
	{ OPTION_FORMAT, 0, "format", CLI_WORD, "text|json", .help = "print it so" },
	{ OPTION_QUIET, 'q', "quiet", CLI_NOTHING, .help = "less" },
	{ 0 },
};

static const struct cli_command PACK = {
	.name = "pack",
	.summary = "pack files: it's easy",
	.operands = "FILE",
	.operand = CLI_FILE,
	.min_operands = 1,
	.max_operands = 1,
	.options = PACK_OPTIONS,
	.details = "",
};

static const struct cli_command CAGE = {
	.name = "cage",
	.summary = "run another program",
	.operands = "run CMD [ARG]...",
	.operand = CLI_FILE,
	.verbs = "run|stop",
	.min_operands = 2,
	.max_operands = SIZE_MAX,
	.own_operands = 2,
	.details = "",
};

static const struct cli_command *const COMMANDS[] = { &PACK, &CAGE, NULL };
static const struct cli_table TABLE = { COMMANDS, GLOBAL_OPTIONS };

static void completion__bash_has_every_word(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	completion_bash(&TABLE, &b);
	assert_int_equal(b.failed, 0);
	assert_non_null(strstr(b.data, "\t*:--format) words=\"text json\" ;;\n"));
	assert_non_null(strstr(b.data, "\tpack:--problem) words=$(\"$1\" list --ids 2>/dev/null) ;;\n"));
	assert_non_null(strstr(b.data, "\tpack:--query | pack:-q) : ;;\n"));
	assert_non_null(strstr(b.data, "\t\tpack:-*) words=\" --problem --query --format --quiet\" ;;\n"));
	assert_non_null(strstr(b.data, "\t\tpack:*) compopt -o default ;;\n"));
	assert_non_null(strstr(b.data, "\t\t--format | --problem | --query)\n"));
	assert_non_null(strstr(b.data, "\t\t:*) words=\"pack cage\" ;;\n"));
	assert_non_null(strstr(b.data, "\t\tcage:*) if [[ \" ${COMP_WORDS[*]:i + 1:COMP_CWORD - i - 1} \" != "
				       "*\" \"@(run|stop)\" \"* ]]; then words=\"run stop\"; "
				       "else compopt -o default; fi ;;\n"));
}

static void completion__zsh_has_every_word_and_quotes_the_help(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	completion_zsh(&TABLE, &b);
	assert_int_equal(b.failed, 0);
	assert_int_equal(strncmp(b.data, "#compdef judge\n", 15), 0);
	assert_non_null(strstr(b.data, "'pack:pack files\\: it'\\''s easy'\n"));
	assert_non_null(strstr(b.data, "'--problem=[a \\[thing\\]\\: it'\\''s here]:problem:_judge_problems' \\\n"));
	assert_non_null(strstr(b.data, "'(-q --query)'{-q+,--query=}'[hides the q of all commands]:value: ' \\\n"));
	assert_non_null(strstr(b.data, "\t\t'(-q --quiet)'{-q,--quiet}'[less]' \\\n"));
	/* Behind the command the letter is the command's own. */
	assert_non_null(strstr(b.data, "\t\t\t\t'--quiet[less]' \\\n"));
	assert_non_null(strstr(b.data, "'1:file:_files'\n"));
	assert_non_null(strstr(b.data, "\t\t\t\t'1:word:(run stop)' \\\n\t\t\t\t'*:file:_files'\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(completion__bash_has_every_word),
		cmocka_unit_test(completion__zsh_has_every_word_and_quotes_the_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
