/*
 * arguments: a command line, read by the table.
 *
 * getopt(3) knows one set of options and keeps its place in globals; here the set depends on a word that may come
 * later on the line ("judge --problem x submit f.c"). So an option in front of the command is looked up in every
 * command's set, and judged once the command is known. That works because an option of one name is the same kind of
 * thing wherever it is taken, which the unit test of the table holds true.
 *
 * Each error is one line that says what is wrong and, where a word is near to a right one, what may have been meant.
 */
#include "judge/cli/cli.h"
#include "sandbox/base/parse.h"
#include "sandbox/base/text.h"

#include <inttypes.h>
#include <string.h>

#define NAMES_MAX 128

struct reader {
	const struct cli_table *table;
	int argc;
	char *const *argv;
	int next;                                    /* index of the argument to be read */
	const struct cli_option *seen[OPTION_COUNT]; /* as they were looked up */
	struct cli *out;
};

void cli_clear(struct cli *cli)
{
	free(cli->operands);
	free(cli->given);
	cli->operands = NULL;
	cli->given = NULL;
	cli->n_operands = cli->n_given = 0;
}

/* ---- looking up -------------------------------------------------------------------------------------------------- */

static bool named(const struct cli_option *o, const char *name, size_t n)
{
	return strlen(o->name) == n && !memcmp(o->name, name, n);
}

static const struct cli_option *by_name(const struct cli_option *set, const char *name, size_t n)
{
	for (; set && set->name; set++)
		if (named(set, name, n))
			return set;
	return NULL;
}

static const struct cli_option *by_letter(const struct cli_option *set, char letter)
{
	for (; set && set->name; set++)
		if (set->letter == letter)
			return set;
	return NULL;
}

static const struct cli_option *by_id(const struct cli_option *set, enum cli_option_id id)
{
	for (; set && set->name; set++)
		if (set->id == id)
			return set;
	return NULL;
}

/* Before the command is known, an option of any command will do: command_found looks again. */
static const struct cli_option *find_name(const struct reader *r, const char *name, size_t n)
{
	const struct cli_option *o = by_name(r->table->options, name, n);

	if (r->out->command)
		return o ? o : by_name(r->out->command->options, name, n);
	for (size_t i = 0; !o && r->table->commands[i]; i++)
		o = by_name(r->table->commands[i]->options, name, n);
	return o;
}

static const struct cli_option *find_letter(const struct reader *r, char letter)
{
	const struct cli_option *o = r->out->command ? by_letter(r->out->command->options, letter) : NULL;

	return o ? o : by_letter(r->table->options, letter);
}

/* ---- errors ------------------------------------------------------------------------------------------------------ */

/* "submit: " or "", to begin a message with. */
static const char *where(const struct reader *r, char room[64])
{
	room[0] = 0;
	if (r->out->command)
		snprintf(room, 64, "%s: ", r->out->command->name);
	return room;
}

static int unknown(struct err *e, const char *prefix, const char *what, const char *word, const char *const *names,
		   size_t n, const char *remedy)
{
	const char *near = text_nearest(word, names, n);

	if (near)
		return err_set(e, -EINVAL, "%sunknown %s \"%.80s\"; did you mean \"%s\"?", prefix, what, word, near);
	return err_set(e, -EINVAL, "%sunknown %s \"%.80s\"; %s", prefix, what, word, remedy);
}

static size_t collect(const struct cli_option *set, char texts[NAMES_MAX][64], const char *names[NAMES_MAX], size_t n)
{
	for (; set && set->name && n < NAMES_MAX; set++, n++) {
		snprintf(texts[n], sizeof(texts[n]), "--%s", set->name);
		names[n] = texts[n];
	}
	return n;
}

static int unknown_option(const struct reader *r, const char *word, struct err *e)
{
	char texts[NAMES_MAX][64], room[64];
	const char *names[NAMES_MAX];
	const struct cli_command *c = r->out->command;
	size_t n = collect(r->table->options, texts, names, 0);
	char remedy[96];

	if (c)
		n = collect(c->options, texts, names, n);
	for (size_t i = 0; !c && r->table->commands[i]; i++)
		n = collect(r->table->commands[i]->options, texts, names, n);
	snprintf(remedy, sizeof(remedy), "`judge help%s%s` lists them", c ? " " : "", c ? c->name : "");
	return unknown(e, where(r, room), "option", word, names, n, remedy);
}

const struct cli_command *cli_find(const struct cli_table *table, const char *name, struct err *e)
{
	const char *names[NAMES_MAX];
	size_t n = 0;

	for (; table->commands[n] && n < NAMES_MAX; n++) {
		names[n] = table->commands[n]->name;
		if (!strcmp(names[n], name))
			return table->commands[n];
	}
	(void)unknown(e, "", "command", name, names, n, "`judge help` lists them");
	return NULL;
}

/* Is `word` one of "a|b|c"? If not, the error names them. */
static int check_word(const char *prefix, const char *words, const char *word, struct err *e)
{
	char texts[8][32];
	const char *names[8], *near;
	size_t n = 0;

	for (const char *p = words; n < 8; p++, n++) {
		size_t len = strcspn(p, "|");

		snprintf(texts[n], sizeof(texts[n]), "%.*s", (int)len, p);
		names[n] = texts[n];
		if (!strcmp(texts[n], word))
			return 0;
		p += len;
		if (!*p) {
			n++;
			break;
		}
	}
	near = text_nearest(word, names, n);
	return err_set(e, -EINVAL, "%s\"%.80s\" is none of %s%s%s%s", prefix, word, words,
		       near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* ---- options ----------------------------------------------------------------------------------------------------- */

const char *cli_amount(enum cli_kind kind, uint64_t n, char out[CLI_AMOUNT_MAX])
{
	static const char *const bytes[] = { "", "KiB", "MiB", "GiB", NULL },
				 *const times[] = { "us", "ms", "s", NULL }, *const none[] = { "", NULL };
	const char *const *unit = kind == CLI_DURATION ? times : kind == CLI_BYTES ? bytes : none;
	const uint64_t step = kind == CLI_DURATION ? 1000 : 1024;

	for (; unit[1] && n > 0 && n % step == 0; unit++)
		n /= step;
	snprintf(out, CLI_AMOUNT_MAX, "%" PRIu64 "%s", n, *unit);
	return out;
}

/* A duration or a size; what is wrong with it ends with the range that it has to be in. */
static int read_amount(const struct cli_option *o, const char *value, uint64_t *out, struct err *e)
{
	char min[CLI_AMOUNT_MAX], max[CLI_AMOUNT_MAX];
	uint64_t n = 0;
	int code =
		o->kind == CLI_DURATION ? parse_duration_us(value, o->max, &n, e) : parse_bytes(value, o->max, &n, e);

	cli_amount(o->kind, o->min, min);
	cli_amount(o->kind, o->max, max);
	if (code == -EINVAL)
		return err_set(e, code, "%s, from %s to %s", e->text, min, max);
	if (code < 0 || n < o->min)
		return err_set(e, -ERANGE, "'%.60s' is not from %s to %s", value, min, max);
	*out = n;
	return 0;
}

static int read_number(const struct cli_option *o, const char *value, uint64_t *out, struct err *e)
{
	switch (o->kind) {
	case CLI_NUMBER:
		return parse_u64(value, o->min, o->max, out, e);
	case CLI_DURATION:
	case CLI_BYTES:
		return read_amount(o, value, out, e);
	default:
		return 0;
	}
}

static int take_value(struct reader *r, const struct cli_option *o, const char *value, struct err *e)
{
	struct cli_value *v = &r->out->option[o->id];
	uint64_t number = 0;
	char room[64], prefix[160];

	snprintf(prefix, sizeof(prefix), "%s--%s: ", where(r, room), o->name);
	if (read_number(o, value, &number, e) < 0)
		return err_wrap(e, "%s--%s", room, o->name);
	if (o->kind == CLI_WORD && check_word(prefix, o->value, value, e) < 0)
		return e->code;
	v->text = value;
	v->number = number;
	v->count++;
	r->out->given[r->out->n_given++] = (struct cli_given){ o->id, value };
	r->seen[o->id] = o;
	return 0;
}

/* `attached`: the text behind "=" or behind the letter, or NULL; then the value is the next argument. */
static int take_option(struct reader *r, const struct cli_option *o, const char *attached, struct err *e)
{
	char room[64];

	if (o->kind == CLI_NOTHING) {
		if (attached)
			return err_set(e, -EINVAL, "%s--%s takes no value", where(r, room), o->name);
		r->out->option[o->id].count++;
		r->seen[o->id] = o;
		return 0;
	}
	if (!attached && r->next == r->argc)
		return err_set(e, -EINVAL, "%s--%s needs a value: %s", where(r, room), o->name, o->value);
	return take_value(r, o, attached ? attached : r->argv[r->next++], e);
}

static int take_long(struct reader *r, const char *arg, struct err *e)
{
	const char *name = arg + 2;
	size_t n = strcspn(name, "=");
	const struct cli_option *o = find_name(r, name, n);
	char word[64];

	if (o)
		return take_option(r, o, name[n] ? name + n + 1 : NULL, e);
	snprintf(word, sizeof(word), "--%.*s", n < 60 ? (int)n : 60, name);
	return unknown_option(r, word, e);
}

static int take_letters(struct reader *r, const char *arg, struct err *e)
{
	for (const char *p = arg + 1; *p; p++) {
		const struct cli_option *o = find_letter(r, *p);
		char word[16];
		uint32_t cp;

		if (!o) {
			size_t n = text_utf8_next(p, strlen(p), &cp);

			snprintf(word, sizeof(word), "-%.*s", n ? (int)n : 1, p);
			return unknown_option(r, word, e);
		}
		if (o->kind != CLI_NOTHING)
			return take_option(r, o, p[1] ? p + 1 : NULL, e);
		if (take_option(r, o, NULL, e) < 0)
			return e->code;
	}
	return 0;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* The command's name was read: what stood before it must be the command's too. */
static int command_found(struct reader *r, const char *name, struct err *e)
{
	const struct cli_command *c = cli_find(r->table, name, e);

	if (!c)
		return e->code;
	r->out->command = c;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (r->seen[i] && !by_id(r->table->options, r->seen[i]->id) && !by_id(c->options, r->seen[i]->id))
			return err_set(e, -EINVAL, "%s: there is no option --%s; `judge help %s` lists them", c->name,
				       r->seen[i]->name, c->name);
	return 0;
}

static int take_word(struct reader *r, const char *word, struct err *e)
{
	if (!r->out->command)
		return command_found(r, word, e);
	r->out->operands[r->out->n_operands++] = word;
	return 0;
}

static int check_operands(const struct cli *cli, struct err *e)
{
	const struct cli_command *c = cli->command;
	char prefix[64];

	snprintf(prefix, sizeof(prefix), "%s: ", c->name);
	if (c->verbs && cli->n_operands > 0 && check_word(prefix, c->verbs, cli->operands[0], e) < 0)
		return e->code;
	if (cli->n_operands < c->min_operands)
		return err_set(e, -EINVAL, "%s: %s is missing; usage: judge %s %s", c->name, c->operands, c->name,
			       c->operands);
	if (cli->n_operands > c->max_operands)
		return err_set(e, -EINVAL, "%s: \"%.80s\" is one too many; usage: judge %s%s%s", c->name,
			       cli->operands[c->max_operands], c->name, *c->operands ? " " : "", c->operands);
	for (size_t i = 0; c->operand == CLI_WORD && i < cli->n_operands; i++)
		if (check_word(prefix, c->words, cli->operands[i], e) < 0)
			return e->code;
	return 0;
}

/* Has the program that the command runs been named? */
static bool is_for_program(const struct cli *cli)
{
	return cli->command && cli->command->own_operands > 0 && cli->n_operands >= cli->command->own_operands;
}

static int read_all(struct reader *r, struct err *e)
{
	bool ended = false; /* "--" was met */
	int code = 0;

	while (code == 0 && r->next < r->argc) {
		const char *arg = r->argv[r->next++];

		if (ended || is_for_program(r->out) || arg[0] != '-' || !arg[1])
			code = take_word(r, arg, e);
		else if (!strcmp(arg, "--"))
			ended = true;
		else if (arg[1] == '-')
			code = take_long(r, arg, e);
		else
			code = take_letters(r, arg, e);
	}
	return code;
}

/* An error in front of "--format json" is to be JSON too. */
static bool asks_json(int argc, char *const argv[])
{
	bool json = false;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!strncmp(argv[i], "--format=", 9))
			json = !strcmp(argv[i] + 9, "json");
		else if (!strcmp(argv[i], "--format") && i + 1 < argc)
			json = !strcmp(argv[i + 1], "json");
	}
	return json;
}

int cli_parse(const struct cli_table *table, int argc, char *const argv[], struct cli *out, struct err *e)
{
	struct reader r = { .table = table, .argc = argc, .argv = argv, .next = 1, .out = out };
	const struct cli_value *format = &out->option[OPTION_FORMAT];

	*out = (struct cli){ .table = table, .json = asks_json(argc, argv) };
	out->operands = calloc((size_t)argc + 1, sizeof(*out->operands));
	out->given = calloc((size_t)argc + 1, sizeof(*out->given));
	if (!out->operands || !out->given)
		return err_set(e, -ENOMEM, "out of memory");
	if (read_all(&r, e) < 0)
		return e->code;
	out->json = format->count > 0 && !strcmp(format->text, "json");
	out->sarif = format->count > 0 && !strcmp(format->text, "sarif");
	out->verbosity = cli_has(out, OPTION_QUIET) ? -1 : cli_has(out, OPTION_VERBOSE) ? 1 : 0;
	if (!out->command || cli_has(out, OPTION_HELP) || cli_has(out, OPTION_VERSION))
		return 0;
	if (out->json && !out->command->json)
		return err_set(e, -EINVAL, "%s: it has no JSON form", out->command->name);
	if (out->sarif && !out->command->sarif)
		return err_set(e, -EINVAL, "%s: it has no SARIF form", out->command->name);
	return check_operands(out, e);
}
