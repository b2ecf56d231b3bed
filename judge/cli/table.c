/*
 * table: the commands in the order in which help shows them, and the options that all of them take.
 */
#include "judge/cli/cli.h"

static const struct cli_command *const COMMANDS[] = {
	&COMMAND_LIST,
	&COMMAND_SHOW,
	&COMMAND_START,
	&COMMAND_TEST,
	&COMMAND_SUBMIT,
	&COMMAND_HISTORY,
	&COMMAND_REJUDGE,
	&COMMAND_VERIFY,
	&COMMAND_MUTATE,
	&COMMAND_PROBLEM,
	&COMMAND_COMPLEXITY,
	&COMMAND_SANDBOX,
	&COMMAND_DOCTOR,
	&COMMAND_COMPLETION,
	&COMMAND_HELP,
	&COMMAND_VERSION,
	NULL,
};

static const struct cli_option OPTIONS[] = {
	{ OPTION_COLOR, 0, "color", CLI_WORD, "auto|always|never",
	  .help = "use colours; auto: on a terminal, unless NO_COLOR is set" },
	{ OPTION_FORMAT, 0, "format", CLI_WORD, "text|json|sarif",
	  .help = "print the result, errors too, as text or as JSON, or what is wrong with a submission as SARIF" },
	{ OPTION_HELP, 'h', "help", CLI_NOTHING, .help = "say what the command does and takes" },
	{ OPTION_QUIET, 'q', "quiet", CLI_NOTHING,
	  .help = "print only what was asked for: no progress, no notes, one line for a verdict" },
	{ OPTION_VERBOSE, 'v', "verbose", CLI_NOTHING,
	  .help = "say more: every test of a report, what is remarkable on the way" },
	{ OPTION_VERSION, 0, "version", CLI_NOTHING, .help = "print the version" },
	{ 0 },
};

const struct cli_table CLI_TABLE = { COMMANDS, OPTIONS };
