/* Command lines, read by a small table of the test's own, so that no change of a command breaks these cases. */
#include "judge/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct cli_option PACK_OPTIONS[] = {
	{ OPTION_JOBS, 'j', "jobs", CLI_NUMBER, "N", 1, 64, "workers" },
	{ OPTION_OUTPUT, 'o', "output", CLI_FILE, "FILE", .help = "where to" },
	{ OPTION_QUERY, 'q', "query", CLI_TEXT, "TEXT", .help = "hides the q of all commands" },
	{ OPTION_ALL, 'a', "all", CLI_NOTHING, .help = "everything" },
	{ 0 },
};

static const struct cli_option GLOBAL_OPTIONS[] = {
	{ OPTION_COLOR, 0, "color", CLI_WORD, "auto|always|never", .help = "colours" },
	{ OPTION_FORMAT, 0, "format", CLI_WORD, "text|json", .help = "form" },
	{ OPTION_HELP, 'h', "help", CLI_NOTHING, .help = "help" },
	{ OPTION_QUIET, 'q', "quiet", CLI_NOTHING, .help = "less" },
	{ OPTION_VERBOSE, 'v', "verbose", CLI_NOTHING, .help = "more" },
	{ 0 },
};

static const struct cli_command PACK = {
	.name = "pack",
	.summary = "pack files",
	.operands = "FILE...",
	.operand = CLI_FILE,
	.min_operands = 1,
	.max_operands = 3,
	.options = PACK_OPTIONS,
	.details = "",
	.json = true,
};

static const struct cli_command SHELL = {
	.name = "shell",
	.summary = "name a shell",
	.operands = "bash|zsh",
	.operand = CLI_WORD,
	.words = "bash|zsh",
	.max_operands = 1,
	.details = "",
};

static const struct cli_option CAGE_OPTIONS[] = {
	{ OPTION_CPU, 0, "cpu", CLI_DURATION, "TIME", 1, 90000000, "how long" },
	{ OPTION_MEMORY, 0, "memory", CLI_BYTES, "SIZE", 65536, 1u << 30, "how much" },
	{ OPTION_ENV, 0, "env", CLI_TEXT, "NAME=VALUE", .help = "repeated" },
	{ 0 },
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
	.options = CAGE_OPTIONS,
	.details = "",
	.json = true,
};

static const struct cli_command *const COMMANDS[] = { &PACK, &SHELL, &CAGE, NULL };
static const struct cli_table TABLE = { COMMANDS, GLOBAL_OPTIONS };

/* Parses the blank-separated line; the words live as long as the next call. */
static int parse(const char *line, struct cli *cli, struct err *e)
{
	static char words[512];
	static char *argv[32];
	int argc = 0;

	snprintf(words, sizeof(words), "judge %s", line);
	for (char *p = words; *p; p += strspn(p, " ")) {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (*p)
			*p++ = 0;
	}
	argv[argc] = NULL;
	err_clear(e);
	return cli_parse(&TABLE, argc, argv, cli, e);
}

/* The line is refused with exactly this text. */
static void refused(const char *line, const char *text)
{
	struct err e = ERR_INIT;
	struct cli cli;

	assert_int_equal(parse(line, &cli, &e), -EINVAL);
	assert_string_equal(e.text, text);
	cli_clear(&cli);
}

static void arguments__options_may_stand_anywhere(void **state)
{
	static const char *const lines[] = {
		"--color never -j 3 pack a b", "pack a --color never b -j 3",     "pack a b --color=never --jobs=3",
		"pack -j3 a b --color never",  "--jobs 3 pack --color=never a b",
	};
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		/* In front of the command a letter is one that all commands take, and there is no -j of that kind. */
		if (i == 0) {
			refused(lines[i], "unknown option \"-j\"; `judge help` lists them");
			continue;
		}
		assert_int_equal(parse(lines[i], &cli, &e), 0);
		assert_ptr_equal(cli.command, &PACK);
		assert_int_equal(cli.n_operands, 2);
		assert_string_equal(cli.operands[0], "a");
		assert_string_equal(cli.operands[1], "b");
		assert_string_equal(cli.option[OPTION_COLOR].text, "never");
		assert_int_equal(cli.option[OPTION_JOBS].number, 3);
		cli_clear(&cli);
	}
}

static void arguments__two_dashes_end_the_options(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack -a -- -v --color", &cli, &e), 0);
	assert_true(cli_has(&cli, OPTION_ALL));
	assert_false(cli_has(&cli, OPTION_VERBOSE));
	assert_int_equal(cli.n_operands, 2);
	assert_string_equal(cli.operands[0], "-v");
	assert_string_equal(cli.operands[1], "--color");
	cli_clear(&cli);
}

static void arguments__a_dash_is_an_operand(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack -", &cli, &e), 0);
	assert_string_equal(cli_operand(&cli), "-");
	cli_clear(&cli);
}

static void arguments__letters_bundle_and_take_what_is_behind_them(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack -vaoFILE x", &cli, &e), 0);
	assert_true(cli_has(&cli, OPTION_VERBOSE));
	assert_true(cli_has(&cli, OPTION_ALL));
	assert_string_equal(cli.option[OPTION_OUTPUT].text, "FILE");
	assert_int_equal(cli.n_operands, 1);
	cli_clear(&cli);
	assert_int_equal(parse("pack -vo FILE x", &cli, &e), 0);
	assert_string_equal(cli.option[OPTION_OUTPUT].text, "FILE");
	cli_clear(&cli);
}

static void arguments__a_command_may_hide_a_letter_behind_its_name(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("-q pack x", &cli, &e), 0);
	assert_true(cli_has(&cli, OPTION_QUIET));
	assert_false(cli_has(&cli, OPTION_QUERY));
	assert_int_equal(cli.verbosity, -1);
	cli_clear(&cli);
	assert_int_equal(parse("pack -q word x", &cli, &e), 0);
	assert_false(cli_has(&cli, OPTION_QUIET));
	assert_string_equal(cli.option[OPTION_QUERY].text, "word");
	cli_clear(&cli);
	assert_int_equal(parse("shell -q", &cli, &e), 0);
	assert_true(cli_has(&cli, OPTION_QUIET));
	cli_clear(&cli);
}

static void arguments__the_last_of_an_option_counts(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack -j1 -j2 x", &cli, &e), 0);
	assert_int_equal(cli.option[OPTION_JOBS].count, 2);
	assert_int_equal(cli.option[OPTION_JOBS].number, 2);
	cli_clear(&cli);
}

static void arguments__values_are_checked(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack --jobs 65 x", &cli, &e), -ERANGE);
	assert_non_null(strstr(e.text, "pack: --jobs: "));
	cli_clear(&cli);
	assert_int_equal(parse("pack --jobs many x", &cli, &e), -EINVAL);
	cli_clear(&cli);
	refused("pack --color nevr x", "pack: --color: \"nevr\" is none of auto|always|never; did you mean \"never\"?");
	refused("pack --color green x", "pack: --color: \"green\" is none of auto|always|never");
	refused("pack x --jobs", "pack: --jobs needs a value: N");
	refused("pack x -j", "pack: --jobs needs a value: N");
	refused("pack --all=yes x", "pack: --all takes no value");
	refused("shell fish", "shell: \"fish\" is none of bash|zsh");
	refused("shell bahs", "shell: \"bahs\" is none of bash|zsh; did you mean \"bash\"?");
}

static void arguments__misspelt_words_are_guessed(void **state)
{
	(void)state;
	refused("pakc x", "unknown command \"pakc\"; did you mean \"pack\"?");
	refused("zzz x", "unknown command \"zzz\"; `judge help` lists them");
	refused("pack --ouptut y x", "pack: unknown option \"--ouptut\"; did you mean \"--output\"?");
	refused("--verbsoe pack x", "unknown option \"--verbsoe\"; did you mean \"--verbose\"?");
	refused("pack --zzz x", "pack: unknown option \"--zzz\"; `judge help pack` lists them");
	refused("pack -xv x", "pack: unknown option \"-x\"; `judge help pack` lists them");
}

static void arguments__an_option_in_front_must_be_one_of_the_command(void **state)
{
	(void)state;
	refused("--jobs 3 shell bash", "shell: there is no option --jobs; `judge help shell` lists them");
}

static void arguments__operands_are_counted(void **state)
{
	(void)state;
	refused("pack", "pack: FILE... is missing; usage: judge pack FILE...");
	refused("pack a b c d", "pack: \"d\" is one too many; usage: judge pack FILE...");
}

static void arguments__help_needs_no_operands(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack --help", &cli, &e), 0);
	assert_ptr_equal(cli.command, &PACK);
	cli_clear(&cli);
}

static void arguments__without_a_command_there_is_none(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("-v", &cli, &e), 0);
	assert_null(cli.command);
	cli_clear(&cli);
}

/* Whoever asked for JSON gets JSON, also when the command line is wrong in front of where he asked. */
static void arguments__json_is_known_also_after_an_error(void **state)
{
	static const struct {
		const char *line;
		bool json;
	} cases[] = {
		{ "pakc --format json", true },
		{ "pack --zzz --format=json", true },
		{ "pakc", false },
		{ "pack --zzz -- --format=json", false },
		{ "pakc --format text", false },
		{ "--format json pakc --format text", false },
	};
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].line, &cli, &e), -EINVAL);
		assert_int_equal(cli.json, cases[i].json);
		cli_clear(&cli);
	}
	refused("shell bash --format json", "shell: it has no JSON form");
}

static void arguments__a_verb_comes_first(void **state)
{
	(void)state;
	refused("cage", "cage: run CMD [ARG]... is missing; usage: judge cage run CMD [ARG]...");
	refused("cage run", "cage: run CMD [ARG]... is missing; usage: judge cage run CMD [ARG]...");
	refused("cage rnu", "cage: \"rnu\" is none of run|stop; did you mean \"run\"?");
	refused("cage rnu prog", "cage: \"rnu\" is none of run|stop; did you mean \"run\"?");
}

static void arguments__what_stands_behind_a_program_is_for_it(void **state)
{
	static const char *const lines[] = { "cage --cpu 2s run prog -v --cpu -- --zzz -q",
					     "cage --cpu 2s -- run prog -v --cpu -- --zzz -q",
					     "cage run --cpu 2s -- prog -v --cpu -- --zzz -q" };
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(parse(lines[i], &cli, &e), 0);
		assert_int_equal(cli.verbosity, 0);
		assert_int_equal(cli.option[OPTION_CPU].count, 1);
		assert_int_equal(cli.n_operands, 7);
		assert_string_equal(cli.operands[2], "-v");
		assert_string_equal(cli.operands[4], "--");
		assert_string_equal(cli.operands[6], "-q");
		cli_clear(&cli);
	}
}

static void arguments__durations_and_sizes_have_ranges(void **state)
{
	static const struct {
		const char *line, *text;
	} cases[] = {
		{ "cage --cpu 0 run x", "cage: --cpu: '0' is not from 1us to 90s" },
		{ "cage --cpu 90.1 run x", "cage: --cpu: '90.1' is not from 1us to 90s" },
		{ "cage --cpu 99999999999999999999 run x",
		  "cage: --cpu: '99999999999999999999' is not from 1us to 90s" },
		{ "cage --memory 0 run x", "cage: --memory: '0' is not from 64KiB to 1GiB" },
		{ "cage --memory 65535 run x", "cage: --memory: '65535' is not from 64KiB to 1GiB" },
		{ "cage --memory 2G run x", "cage: --memory: '2G' is not from 64KiB to 1GiB" },
		{ "cage --memory 99999999999999999999T run x",
		  "cage: --memory: '99999999999999999999T' is not from 64KiB to 1GiB" },
	};
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].line, &cli, &e), -ERANGE);
		assert_string_equal(e.text, cases[i].text);
		cli_clear(&cli);
	}
	refused("cage --cpu inf run x", "cage: --cpu: 'inf' is not a duration; write it like 2s, 1.5s, 300ms or 80us, "
					"from 1us to 90s");
	refused("cage --cpu -1 run x", "cage: --cpu: '-1' is not a duration; write it like 2s, 1.5s, 300ms or 80us, "
				       "from 1us to 90s");
	refused("cage --memory -1 run x",
		"cage: --memory: '-1' is not a size; write it like 4096, 64K, 256M or 1GiB, from 64KiB to 1GiB");
	assert_int_equal(parse("cage --cpu 1.5s --memory 64K run x", &cli, &e), 0);
	assert_int_equal(cli.option[OPTION_CPU].number, 1500000);
	assert_int_equal(cli.option[OPTION_MEMORY].number, 65536);
	cli_clear(&cli);
	assert_int_equal(parse("cage --cpu 90s --memory 1GiB run x", &cli, &e), 0);
	cli_clear(&cli);
}

static void arguments__amounts_are_written_as_they_are_given(void **state)
{
	static const struct {
		enum cli_kind kind;
		uint64_t n;
		const char *text;
	} cases[] = {
		{ CLI_DURATION, 0, "0us" },        { CLI_DURATION, 1, "1us" },
		{ CLI_DURATION, 1500, "1500us" },  { CLI_DURATION, 1500000, "1500ms" },
		{ CLI_DURATION, 90000000, "90s" }, { CLI_BYTES, 0, "0" },
		{ CLI_BYTES, 1023, "1023" },       { CLI_BYTES, 1536, "1536" },
		{ CLI_BYTES, 1u << 20, "1MiB" },   { CLI_BYTES, UINT64_C(2048) << 30, "2048GiB" },
		{ CLI_NUMBER, 1024, "1024" },      { CLI_NUMBER, 4000, "4000" },
	};
	char out[CLI_AMOUNT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(cli_amount(cases[i].kind, cases[i].n, out), cases[i].text);
}

static void arguments__all_values_are_kept_in_their_order(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("--env A=1 cage --cpu 1s --env=B=2 -v --env A=3 run x --env D=4", &cli, &e), 0);
	assert_int_equal(cli.n_given, 4);
	assert_int_equal(cli.given[0].id, OPTION_ENV);
	assert_string_equal(cli.given[0].text, "A=1");
	assert_int_equal(cli.given[1].id, OPTION_CPU);
	assert_string_equal(cli.given[2].text, "B=2");
	assert_string_equal(cli.given[3].text, "A=3");
	assert_string_equal(cli.option[OPTION_ENV].text, "A=3");
	cli_clear(&cli);
	assert_int_equal(cli.n_given, 0);
	assert_null(cli.given);
}

static void arguments__bytes_that_are_no_text_do_no_harm(void **state)
{
	struct err e = ERR_INIT;
	struct cli cli;

	(void)state;
	assert_int_equal(parse("pack -\xff\xfe x", &cli, &e), -EINVAL);
	cli_clear(&cli);
	assert_int_equal(parse("pack --\xc3 x", &cli, &e), -EINVAL);
	cli_clear(&cli);
	assert_int_equal(parse("\xc3\xa4", &cli, &e), -EINVAL);
	cli_clear(&cli);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments__options_may_stand_anywhere),
		cmocka_unit_test(arguments__two_dashes_end_the_options),
		cmocka_unit_test(arguments__a_dash_is_an_operand),
		cmocka_unit_test(arguments__letters_bundle_and_take_what_is_behind_them),
		cmocka_unit_test(arguments__a_command_may_hide_a_letter_behind_its_name),
		cmocka_unit_test(arguments__the_last_of_an_option_counts),
		cmocka_unit_test(arguments__values_are_checked),
		cmocka_unit_test(arguments__misspelt_words_are_guessed),
		cmocka_unit_test(arguments__an_option_in_front_must_be_one_of_the_command),
		cmocka_unit_test(arguments__operands_are_counted),
		cmocka_unit_test(arguments__help_needs_no_operands),
		cmocka_unit_test(arguments__without_a_command_there_is_none),
		cmocka_unit_test(arguments__json_is_known_also_after_an_error),
		cmocka_unit_test(arguments__a_verb_comes_first),
		cmocka_unit_test(arguments__what_stands_behind_a_program_is_for_it),
		cmocka_unit_test(arguments__durations_and_sizes_have_ranges),
		cmocka_unit_test(arguments__amounts_are_written_as_they_are_given),
		cmocka_unit_test(arguments__all_values_are_kept_in_their_order),
		cmocka_unit_test(arguments__bytes_that_are_no_text_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
